import { domainToUnicode } from 'node:url';
import { command } from '../../shared/command/define.ts';
import { url } from '../../shared/command/kinds/index.ts';
import type { Action } from '../../shared/reply/action.ts';
import { fields, type Reply, reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { sayDate } from '../../shared/time/sayWhen.ts';
import { withoutTls } from './failure.ts';
import type { Seen } from './seen.ts';
import { inDays, verdictOf } from './verdict.ts';

/** `check`: looks at one address now and says what it saw. */
export const check = command({
  name: 'check',
  summary: 'Check whether a site is up',
  phrases: ['check {site}', 'is {site} up', 'is {site} down', 'is {site} online', 'check whether {site} is up'],
  params: { site: url({ ask: 'Which address should I check?', summary: 'The address to look at' }) },
  examples: ['check example.com', 'is example.com up?'],
  label: 'Check',
  onMessage: { param: 'site', label: 'Check this link' },
  deadlineMs: 15_000,
  async run({ site }, { probe, signal }): Promise<Reply> {
    const seen = await probe(site, { signal });
    const { says, severity } = verdictOf(seen);
    const name = nameOf(site);
    return reply(`${shorten(name, 200)} ${says}.`, {
      severity,
      fields: fields({
        Status: seen.kind === 'answered' ? seen.status : undefined,
        Took: ms(seen.tookMs),
        DNS: ms(seen.phases.dns),
        Connect: ms(seen.phases.connect),
        TLS: ms(seen.phases.tls),
        'First byte': ms(seen.phases.firstByte),
        ...certificate(seen),
        Redirects: seen.redirects.length === 0 ? undefined : seen.redirects.map((to) => `→ ${shorten(to, 200)}`).join('\n'),
      }),
      actions: [...withoutTlsToo(site, seen), check.with({ site }, { label: 'Check again' })],
      speech: `${inLetters(new URL(site).hostname)} ${says}. ${seen.kind === 'answered' ? `It took ${spokenMs(seen.tookMs)}.` : ''}`.trim(),
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

function certificate({ certificate: seen }: Seen): Record<string, string> {
  if (!seen) return {};
  return {
    [seen.daysLeft < 0 ? 'Certificate ended' : 'Certificate ends']: `${sayDate(seen.endsAt)} (${inDays(seen.daysLeft)})`,
    Issuer: shorten(seen.issuer, 100),
  };
}

/** An address typed without its scheme is taken for https; where nothing speaks it, it may have been meant otherwise. */
function withoutTlsToo(site: string, seen: Seen): Action[] {
  if (seen.kind !== 'failed' || !withoutTls.has(seen.code) || seen.redirects.length > 0) return [];
  return [check.with({ site: site.replace(/^https:/, 'http:') }, { label: 'Check without TLS' })];
}

const ms = (took: number | undefined) => (took === undefined ? undefined : took < 1_000 ? `${took} ms` : `${(took / 1_000).toFixed(1)} s`);

const spokenMs = (took: number) => (took < 1_000 ? `${took} ${took === 1 ? 'millisecond' : 'milliseconds'}` : `${(took / 1_000).toFixed(1)} seconds`);
