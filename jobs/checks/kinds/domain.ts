import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { unjudged } from '../kind.ts';
import type { Attempt } from './attempt.ts';
import { Failure } from './failure.ts';
import { host } from './host.ts';
import { plainHeaders, visit } from './http/visit.ts';
import { checkKind, common } from './make.ts';

const config = z.strictObject({
  name: host.describe('A domain as it is registered: example.com, not www.example.com.'),
  days: z.int().min(0).max(3_650).optional().describe('Down when it ends in fewer days; 30 unless said.'),
  server: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('The registry’s RDAP server; found by IANA’s list unless said.'),
  ...common,
});
type Config = z.infer<typeof config>;

const daysUsual = 30;
const dayMs = 86_400_000;
const listMs = 24 * 3_600_000;
/** What a registry says holds for so long, ms: registrations change rarely, and registries refuse who asks every minute. */
const saidMs = 3_600_000;
const saidMax = 10_000;

/** What is found of a domain itself, and what is found before anybody is asked. */
const ofDomain: ReadonlySet<string | undefined> = new Set(['domain_unknown', 'domain_ends', 'domain_ended', ...unjudged]);

/** When a domain's registration ends, as its registry says (RDAP, RFC 9083). `list`: where IANA says which registry has which domains (RFC 9224). */
export function domainKind(list = 'https://data.iana.org/rdap/dns.json') {
  const said = new Map<string, { readonly endsAt: number; readonly at: number }>();
  let known: { readonly servers: ReadonlyMap<string, string>; readonly at: number } | undefined;

  async function serverOf(name: string, attempt: Attempt): Promise<string> {
    if (!known || known.at + listMs < attempt.tools.now()) {
      const { body } = await fetched(new URL(list), attempt);
      known = { servers: serversOf(body), at: attempt.tools.now() };
    }
    const labels = name.split('.');
    for (let i = 0; i < labels.length; i++) {
      const server = known.servers.get(labels.slice(i).join('.'));
      if (server !== undefined) return server;
    }
    throw new Failure('no_registry', { name });
  }

  return checkKind<Config>({
    // A registry that doesn't answer says nothing of the domain.
    excuse: (finding) => (ofDomain.has(finding.code) ? finding : { ...finding, code: 'registry', values: { why: finding.code ?? '' } }),
    kind: 'domain',
    config,
    target: ({ name }) => name,
    read: (words) => (host.safeParse(words.trim()).success && words.includes('.') ? { name: words.trim().toLowerCase() } : null),
    async look({ name, days = daysUsual, server }, attempt) {
      const asked = (domainToASCII(name) || name).toLowerCase().replace(/\.$/, '');
      const by = `${server ?? ''} ${asked}`;
      const before = said.get(by);
      const isFresh = before !== undefined && Math.abs(attempt.tools.now() - before.at) < saidMs;
      const endsAt = isFresh ? before.endsAt : await endOf(asked, server ?? (await serverOf(asked, attempt)), attempt);
      if (!isFresh) {
        if (said.size >= saidMax) said.clear();
        said.set(by, { endsAt, at: attempt.tools.now() });
      }
      const left = Math.floor((endsAt - attempt.tools.now()) / dayMs);
      if (left < days) throw new Failure(left < 0 ? 'domain_ended' : 'domain_ends', { days: left });
      return { values: { days: left }, detail: new Date(endsAt).toISOString().slice(0, 10) };
    },
  });
}

export const domain = domainKind();

/** When a registration ends, as a server says it now. */
async function endOf(name: string, server: string, attempt: Attempt): Promise<number> {
  const { status, body } = await fetched(new URL(`domain/${name}`, server.endsWith('/') ? server : `${server}/`), attempt);
  attempt.status = status;
  if (status === 404) throw new Failure('domain_unknown');
  if (status !== 200) throw new Failure('status', { status });
  const endsAt = expirationOf(body);
  if (endsAt === undefined) throw new Failure('no_expiration');
  return endsAt;
}

async function fetched(url: URL, attempt: Attempt): Promise<{ status: number; body: unknown }> {
  const headers = plainHeaders.with(plainHeaders.indexOf('accept') + 1, 'application/rdap+json, application/json');
  const { status, body } = await visit(url, { method: 'GET', headers, reads: true, trust: { ca: attempt.tools.ca } }, attempt);
  try {
    return { status, body: status === 200 ? JSON.parse(body) : null };
  } catch (cause) {
    throw new Failure('json_unreadable', {}, { cause });
  }
}

const bootstrap = z.object({ services: z.array(z.tuple([z.array(z.string()), z.array(z.string())])) });

/** Top-level domain → its server, https where there is one. */
function serversOf(body: unknown): ReadonlyMap<string, string> {
  const read = bootstrap.safeParse(body);
  if (!read.success) throw new Failure('json_unreadable');
  return new Map(
    read.data.services.flatMap(([domains, urls]) => {
      const url = urls.find((one) => one.startsWith('https:')) ?? urls[0];
      return url === undefined ? [] : domains.map((domain) => [domain.toLowerCase(), url] as const);
    }),
  );
}

const rdap = z.object({ events: z.array(z.object({ eventAction: z.string(), eventDate: z.string() })).optional() });

function expirationOf(body: unknown): number | undefined {
  const read = rdap.safeParse(body);
  if (!read.success) throw new Failure('json_unreadable');
  const at = Date.parse(read.data.events?.find(({ eventAction }) => eventAction === 'expiration')?.eventDate ?? '');
  return Number.isNaN(at) ? undefined : at;
}
