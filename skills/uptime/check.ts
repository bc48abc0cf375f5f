import { domainToUnicode } from 'node:url';
import { command } from '../../shared/command/define.ts';
import { url } from '../../shared/command/kinds/index.ts';
import { intlOf } from '../../shared/language/languages.ts';
import type { Action } from '../../shared/reply/action.ts';
import { fields, type Reply, reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { sayDate } from '../../shared/time/sayWhen.ts';
import { inDays, type Seen, verdictOf } from './verdict.ts';
import type { Words } from './words/en.ts';
import { speak } from './words/speak.ts';

/** `check`: looks at one address now and says what it saw. */
export const check = command({
  name: 'check',
  summary: 'Check whether a site is up',
  reads: true,
  phrases: ['check {site}', 'is {site} up', 'is {site} down', 'is {site} online', 'check whether {site} is up'],
  params: { site: url({ ask: 'Which address should I check?', summary: 'The address to look at' }) },
  examples: ['check example.com', 'is example.com up?'],
  label: 'Check',
  in: {
    de: {
      summary: 'Prüfen, ob eine Website erreichbar ist',
      label: 'Prüfen',
      phrases: ['prüfe {site}', 'prüf {site}', 'ist {site} erreichbar', 'ist {site} online', 'läuft {site}', 'prüfe ob {site} erreichbar ist'],
      examples: ['prüfe example.com', 'ist example.com erreichbar?'],
      params: { site: { ask: 'Welche Adresse soll ich prüfen?', summary: 'Die Adresse, die ich mir ansehe' } },
    },
  },
  onMessage: { param: 'site', label: 'Check this link' },
  deadlineMs: 15_000,
  async run({ site }, { probe, signal, person: { locale } }): Promise<Reply> {
    const seen = await probe(site, { signal, locale });
    const { says, severity } = verdictOf(seen, locale);
    const say = speak(locale);
    const ms = lengthIn(locale);
    const name = nameOf(site);
    return reply(`${shorten(name, 200)} ${says}.`, {
      severity,
      fields: fields({
        [say.status]: seen.kind === 'answered' ? seen.status : undefined,
        [say.took]: ms(seen.tookMs),
        DNS: ms(seen.phases.dns),
        [say.connect]: ms(seen.phases.connect),
        TLS: ms(seen.phases.tls),
        [say.firstByte]: ms(seen.phases.firstByte),
        ...certificate(seen, locale),
        [say.redirects]: seen.redirects.length === 0 ? undefined : seen.redirects.map((to) => `→ ${shorten(to, 200)}`).join('\n'),
      }),
      actions: [...withoutTlsToo(site, seen, say), check.with({ site }, { label: say.checkAgain })],
      speech: `${inLetters(new URL(site).hostname)} ${says}. ${seen.kind === 'answered' ? say.sayTook(spokenMs(seen.tookMs, locale)) : ''}`.trim(),
    });
  },
});

/** `https://example.com/` → `example.com`; anything longer as it is, but for the host, which is in the letters people write. */
function nameOf(site: string): string {
  const { protocol, host, pathname, search, hash } = new URL(site);
  const name = site.replace(host, inLetters(host));
  return protocol === 'https:' && pathname === '/' && search === '' && hash === '' ? inLetters(host) : name;
}

/** `xn--mnchen-3ya.de:81` → `münchen.de:81`. */
const inLetters = (host: string) => {
  const [, name = host, port = ''] = /^(.*?)(:\d+)?$/.exec(host) ?? [];
  return `${domainToUnicode(name) || name}${port}`;
};

function certificate({ certificate: seen }: Seen, locale: string): Record<string, string> {
  if (!seen) return {};
  const say = speak(locale);
  return {
    [seen.daysLeft < 0 ? say.certificateEnded : say.certificateEnds]: `${sayDate(seen.endsAt, locale)} (${inDays(seen.daysLeft, locale)})`,
    [say.issuer]: shorten(seen.issuer, 100),
  };
}

/** What may well be plain HTTP, asked for with https://. */
const withoutTls: ReadonlySet<string> = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

/** An address typed without its scheme is taken for https; where nothing speaks it, it may have been meant otherwise. */
function withoutTlsToo(site: string, seen: Seen, say: Words): Action[] {
  if (seen.kind !== 'failed' || !withoutTls.has(seen.code) || seen.redirects.length > 0) return [];
  return [check.with({ site: site.replace(/^https:/, 'http:') }, { label: say.withoutTls })];
}

/** "41 ms", "1.2 s". */
const lengthIn = (locale: string) => {
  const seconds = new Intl.NumberFormat(intlOf(locale), { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (took: number | undefined) => (took === undefined ? undefined : took < 1_000 ? `${took} ms` : `${seconds.format(took / 1_000)} s`);
};

/** "41 milliseconds", "1.2 seconds". */
const spokenMs = (took: number, locale: string) =>
  new Intl.NumberFormat(intlOf(locale), {
    style: 'unit',
    unit: took < 1_000 ? 'millisecond' : 'second',
    unitDisplay: 'long',
    maximumFractionDigits: 1,
  }).format(took < 1_000 ? took : took / 1_000);
