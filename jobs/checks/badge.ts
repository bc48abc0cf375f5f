import type { SkillPage } from '../../shared/command/skill.ts';
import { uptimeOf } from '../../shared/series/series.ts';
import { checks } from './check.ts';
import { checkStates } from './judge.ts';

export const badgesPath = '/badge';

const dayMs = 86_400_000;
const daysUsual = 30;
const daysMax = 400;
const labelMax = 40;
/** A badge is asked for by whoever reads the page it stands on: so long its answer holds, s. */
const heldS = 300;
const colours = { good: '#1a7f37', fair: '#9a6700', bad: '#cf222e', none: '#57606a' } as const;

/**
 * `GET /badge/CHECK.svg`: how much of the last 30 days a check was up, as a picture for a page of one's own; `?days=7`, `?what=state` whether it is up now, `?label=Shop` what stands before it. By the check's
 * id, which nobody guesses; what is watched stands nowhere in it.
 */
export const badgePage: SkillPage = {
  methods: ['GET'],
  under: badgesPath,
  async answer(name, { store, series, clock }, { query }) {
    const asked = new URLSearchParams(query);
    const id = /^([0-9a-f]{24})\.svg$/.exec(name)?.[1];
    const check = id === undefined ? null : await store.get(checks, id);
    if (id === undefined || !check) return picture(404, 'badge', 'not found', colours.none);
    const isState = asked.get('what') === 'state';
    const label = asked.get('label')?.slice(0, labelMax) || (isState ? 'status' : 'uptime');
    if (isState) {
      const status = (await store.get(checkStates, id))?.value.status ?? 'new';
      return picture(
        200,
        label,
        status === 'new' ? 'unknown' : status,
        { up: colours.good, down: colours.bad, unknown: colours.none, new: colours.none }[status],
      );
    }
    const days = Number(/^\d{1,3}$/.exec(asked.get('days') ?? '')?.[0] ?? daysUsual);
    const now = clock.now();
    const [part] = await series.read(id, now - Math.min(daysMax, Math.max(1, days)) * dayMs, now);
    const share = part ? uptimeOf(part) : null;
    return share === null ? picture(200, label, 'unknown', colours.none) : picture(200, label, percents(share), colourOf(share));
  },
};

/** Never rounded up: 100 % is all of the time. */
const percents = (share: number) => `${Math.floor(share * 10_000 + 1e-6) / 100}%`;
const colourOf = (share: number) => (share >= 0.999 ? colours.good : share >= 0.95 ? colours.fair : colours.bad);

function picture(status: number, label: string, value: string, colour: string) {
  return {
    status,
    headers: {
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': `public, max-age=${heldS}`,
      // Opened by itself it is a page: nothing in it runs.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
    },
    body: svg(label, value, colour),
  };
}

/** Some 6.4 units a letter at 11: as wide as the usual fonts, and then the text is fitted to it. */
const widthOf = (words: string) => Math.round([...words].length * 6.4);

function svg(label: string, value: string, colour: string): string {
  const [left, right] = [widthOf(label) + 12, widthOf(value) + 12];
  const text = (words: string, x: number) =>
    `<text x="${x}" y="14" textLength="${widthOf(words)}" lengthAdjust="spacingAndGlyphs">${escaped(words)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${escaped(label)}: ${escaped(value)}">`,
    // No ids: several in one page would share them.
    `<rect width="${left + right}" height="20" rx="3" fill="${colour}"/><path d="M3 0h${left - 3}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#444c56"/>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">${text(label, 6)}${text(value, left + 6)}</g></svg>`,
  ].join('');
}

/** Without what XML can't hold, and its signs as words. */
const escaped = (words: string) =>
  words
    .toWellFormed()
    .replace(/[\p{Cc}\ufffe\uffff]/gu, '')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
