import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { BellhopError, errorOf } from '../../shared/errors.ts';
import { type Expected, expectIt, goMs, readCondition } from './gatus-conditions.ts';
import { type Gathered, gathering, headersFrom, type Imported, signedIn, word } from './imported.ts';

const text = z.coerce.string();
const alert = z.looseObject({
  type: z.string(),
  enabled: z.boolean().optional(),
  'failure-threshold': z.number().optional(),
  'success-threshold': z.number().optional(),
});
const endpoint = z.looseObject({
  name: text,
  group: text.optional(),
  enabled: z.boolean().optional(),
  url: text.optional(),
  method: text.optional(),
  body: text.optional(),
  graphql: z.boolean().optional(),
  headers: z.record(z.string(), text).optional(),
  interval: text.optional(),
  conditions: z.array(text).optional(),
  alerts: z.array(alert).optional(),
  client: z.looseObject({}).optional(),
  dns: z.looseObject({ 'query-name': text, 'query-type': text }).optional(),
  heartbeat: z.looseObject({ interval: text }).optional(),
});
const file = z.looseObject({
  endpoints: z.array(endpoint).optional(),
  'external-endpoints': z.array(endpoint).optional(),
  alerting: z.record(z.string(), z.unknown()).optional(),
  suites: z.array(z.looseObject({ name: text })).optional(),
  maintenance: z.unknown().optional(),
});
type Endpoint = z.infer<typeof endpoint>;
type Options = Readonly<Record<string, unknown>>;

/** What Gatus watches, as checks. Throws BellhopError for a file that is none of its. */
export async function fromGatus(path: string): Promise<Imported> {
  const read = readGatus(path);
  const gathered = await gathering();
  const { endpoints = [], 'external-endpoints': external = [], alerting = {}, suites = [], maintenance } = read;
  if (endpoints.length + external.length === 0) throw unread(path, 'it has no endpoints');
  const usual = (type: string) => optionsOf(optionsOf(alerting[type])['default-alert']);
  for (const one of [...endpoints, ...external]) takeEndpoint(one, usual, gathered);
  for (const type of Object.keys(alerting)) gathered.route(`alerting by ${type}`, `told-${word(type)}`);
  for (const { name } of suites)
    gathered.leave(`suite ${name}`, 'steps that hand values on are not known here: write a check for each that can be looked at alone.');
  if (maintenance !== undefined) gathered.leave('maintenance', 'make it anew.');
  return gathered;
}

function readGatus(path: string): z.infer<typeof file> {
  try {
    const read = file.safeParse(parse(readFileSync(path, 'utf8'), { merge: true }) ?? {});
    if (read.success) return read.data;
    throw new Error(read.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`).join('; '));
  } catch (cause) {
    throw unread(path, errorOf(cause).message, cause);
  }
}

const unread = (path: string, why: string, cause?: unknown) =>
  new BellhopError('import_unread', `${path} is no configuration of Gatus: ${why}.`, { hint: 'Give its config.yaml.', cause });

function takeEndpoint(given: Endpoint, usual: (type: string) => Options, gathered: Gathered): void {
  const { name, group, enabled, interval = '60s', alerts = [], url = '' } = given;
  const expected: Expected = {};
  const kind = enabled === false ? 'it is off there. Turn it on and import again, or write it into the file.' : kindOf(given, expected, gathered);
  if (typeof kind === 'string') {
    gathered.leave(name, kind);
    return;
  }
  if (/\$\{?\w+/.test(JSON.stringify(given))) gathered.leave(`${name}: $…`, 'variables are not filled in here: write what they stand for.');
  const tellers = alerts.filter((one) => (one.enabled ?? usual(one.type).enabled ?? true) !== false);
  // Without a threshold of its own one has 3 failures and 2 successes, as Gatus documents it.
  const threshold = (key: 'failure-threshold' | 'success-threshold', otherwise: number) =>
    Math.min(20, ...tellers.map((one) => Number(one[key] ?? usual(one.type)[key] ?? otherwise)));
  const everyMs = Math.min(86_400_000, Math.max(5_000, goMs(interval) || 60_000));
  const timeout = goMs(String(optionsOf(given.client).timeout ?? ''));
  const common = {
    every: `${everyMs / 1_000}s`,
    tags: [...new Set([...(group === undefined ? [] : [word(group)]), ...tellers.map(({ type }) => `told-${word(type)}`)])],
  };
  gathered.take({
    name,
    ...kind,
    ...common,
    ...(Number.isNaN(timeout) ? {} : { timeout: `${Math.min(timeout, everyMs)}ms` }),
    ...(tellers.length === 0 ? { level: 'warning' } : { failures: threshold('failure-threshold', 3), successes: threshold('success-threshold', 2) }),
  });
  if (tellers.length === 0) gathered.leave(`${name}: no alerts`, 'it told nobody; here it is told once, as a warning. Silence it, or take it out.');
  if (expected.domainDays !== undefined && /^https?:/.test(url) && URL.canParse(url)) {
    const domain = new URL(url).hostname.replace(/^www\./, '');
    gathered.take({
      name: `${name}: domain`,
      domain: { name: domain, days: expected.domainDays },
      tags: common.tags,
      every: '1d',
      failures: 1,
      level: 'warning',
    });
  }
}

/** Its kind with its options; or why there is none. What of its conditions can't be asked is left, each by itself. */
function kindOf(given: Endpoint, expected: Expected, gathered: Gathered): Options | string {
  const { name, url = '', dns, conditions = [], body, heartbeat } = given;
  if (heartbeat) {
    gathered.leave(`${name}: address`, 'what reports in must call its new address.');
    return { heartbeat: { everyMs: goMs(heartbeat.interval) } };
  }
  if (url === '') return 'nothing is looked at there, and no interval is set in which it reports in: give it a heartbeat.';
  const records: string[] = [];
  for (const condition of conditions) {
    const read = readCondition(condition);
    const isOfDns = dns && (read?.of === 'BODY' || read?.of === 'DNS_RCODE');
    if (isOfDns && read.compares === '==' && read.of === 'BODY' && read.path === '' && !/^\w+\(/.test(read.to)) records.push(read.to);
    else if (!(isOfDns && read.to === 'NOERROR') && !(read && expectIt(expected, read)))
      gathered.leave(`${name}: ${condition}`, 'this can’t be asked of an answer here; all else of it is.');
  }
  if (dns) return { dns: { name: dns['query-name'].replace(/\.$/, ''), type: dns['query-type'].toUpperCase(), resolver: url, has: records } };
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/i.exec(url) ?? [];
  const { certificateDays, phrase } = expected;
  const trusts = optionsOf(given.client).insecure === true ? { trust: 'any' } : {};
  const days = certificateDays === undefined ? {} : { certificateDays };
  switch (scheme.toLowerCase()) {
    case 'http':
    case 'https':
      return httpOf(given, expected, trusts, gathered);
    case 'tcp':
      return { tcp: at(rest) };
    case 'icmp':
      return { ping: { host: rest } };
    case 'tls':
      return { tls: { ...at(rest), ...trusts, certificateDays: certificateDays ?? 0 } };
    case 'starttls':
      return { tcp: { ...at(rest), starttls: 'smtp', ...trusts, ...days } };
    case 'ws':
    case 'wss':
      return {
        websocket: { url, ...trusts, ...(body === undefined ? {} : { send: body }), ...(phrase === undefined ? {} : { expect: phrase }), ...days },
      };
    case 'grpc':
    case 'grpcs':
      return { grpc: { ...at(rest), ...(scheme === 'grpcs' ? { tls: true, ...trusts } : {}) } };
    case 'domain':
      return { domain: { name: rest, days: expected.domainDays ?? 30 } };
    default:
      return `there is no kind of check for ${scheme === '' ? url : `${scheme}://`} here.`;
  }
}

function httpOf(given: Endpoint, { domainDays: _, status = ['100-599'], ...expected }: Expected, trusts: Options, gathered: Gathered): Options {
  const { name, method = 'GET', body, graphql, headers = {} } = given;
  const client = optionsOf(given.client);
  const { url, auth } = signedIn(given.url ?? '', name, gathered);
  const sent = graphql ? JSON.stringify({ query: body ?? '' }) : body;
  const named = Object.keys(headers).some((one) => one.toLowerCase() === 'content-type');
  const all = headersFrom({ ...(graphql && !named ? { 'Content-Type': 'application/json' } : {}), ...headers }, name, gathered);
  const oauth2 = optionsOf(client.oauth2);
  const signs = oauth2['token-url']
    ? {
        oauth2: {
          tokenUrl: oauth2['token-url'],
          client: oauth2['client-id'],
          clientSecret: gathered.secret(name, 'client secret'),
          scope: scopesOf(oauth2.scopes),
        },
      }
    : auth;
  for (const option of ['dns-resolver', 'identity-aware-proxy', 'tls', 'tunnel', 'network'])
    if (client[option] !== undefined)
      gathered.leave(`${name}: client.${option}`, 'it is not carried over; docs/checks.md says what a check can be told.');
  return {
    http: {
      url,
      ...(method === 'GET' ? {} : { method }),
      ...(all ? { headers: all } : {}),
      ...(sent === undefined ? {} : { body: sent }),
      ...(signs ? { auth: signs } : {}),
      ...trusts,
      ...(client['proxy-url'] ? { proxy: { url: client['proxy-url'] } } : {}),
      ...(client['ignore-redirect'] === true ? { redirects: 'stay' } : {}),
      // It looks at a status only where a condition does.
      expect: { ...expected, status: status.length === 1 ? status[0] : status },
    },
  };
}

function at(rest: string) {
  const [, host = rest, port] = /^\[?([^/\]]*?)\]?(?::(\d+))?(?:\/.*)?$/.exec(rest) ?? [];
  return { host, ...(port === undefined ? {} : { port: Number(port) }) };
}

const scopesOf = (scopes: unknown) => (Array.isArray(scopes) && scopes.length > 0 ? scopes.join(' ') : undefined);
const optionsOf = (value: unknown): Options => (typeof value === 'object' && value !== null ? { ...value } : {});
