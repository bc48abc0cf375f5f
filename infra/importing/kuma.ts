import { type Gathered, gathering, headersFrom, type Imported, signedIn, word } from './imported.ts';
import { type Kuma, type Row, readKuma } from './kuma-file.ts';

type Monitor = Kuma['monitors'][number];
type Options = Readonly<Record<string, unknown>>;

/** What Uptime Kuma watches, as checks. Throws BellhopError for a file that is none of its. */
export async function fromKuma(path: string): Promise<Imported> {
  const kuma = readKuma(path);
  const gathered = await gathering();
  const groups = new Map(kuma.monitors.filter(({ type }) => type === 'group').map(({ id, name }) => [id, String(name)]));
  const notifications = new Map(kuma.notifications.map((one) => [Number(one.id), one]));
  for (const monitor of kuma.monitors) if (monitor.type !== 'group') takeMonitor(monitor, { kuma, gathered, groups, notifications });
  for (const { name, config } of kuma.notifications)
    gathered.route(`notification ${String(name)} (${String(parsed(config).type ?? 'unknown')})`, told(name));
  for (const { kind, title } of kuma.others) gathered.leave(`${kind} ${title}`, 'make it anew.');
  return gathered;
}

interface Around {
  readonly kuma: Kuma;
  readonly gathered: Gathered;
  readonly groups: ReadonlyMap<unknown, string>;
  readonly notifications: ReadonlyMap<number, Row>;
}

const told = (name: unknown) => `told-${word(String(name))}`.slice(0, 60);

function takeMonitor(monitor: Monitor, around: Around): void {
  const { gathered, groups, notifications } = around;
  const name = text(monitor.name) ?? `monitor ${String(monitor.id)}`;
  if (!flag(monitor.active)) {
    gathered.leave(name, 'it is paused there. Resume it and import again, or write it into the file.');
    return;
  }
  const type = String(monitor.type);
  const read = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  const found = read ? read(monitor, { name, gathered, kuma: around.kuma }) : `there is no kind of check like "${type}" here.`;
  if (typeof found === 'string') {
    gathered.leave(name, found);
    return;
  }
  const every = Math.min(86_400, Math.max(5, number(monitor.interval) ?? 60));
  const retries = number(monitor.maxretries) ?? 0;
  const retryEvery = number(monitor.retry_interval) ?? every;
  if (retries > 0 && retryEvery > 0 && retryEvery !== every)
    gathered.leave(`${name}: retry interval ${retryEvery} s`, `it is looked at every ${every} s, also while it fails.`);
  if (retries > 19) gathered.leave(`${name}: ${retries} retries`, 'it is down after 20 failed looks.');
  if (parsedList(monitor.conditions).length > 0)
    gathered.leave(`${name}: conditions`, 'write what the answer must be into the file, docs/checks.md.');
  const timeout = number(monitor.timeout);
  const group = groups.get(monitor.parent);
  const [[kind = '', options] = []] = Object.entries(found);
  const isTaken = gathered.take({
    name,
    [kind]: { ...Object(options), ...(flag(monitor.upside_down) ? { inverted: true } : {}) },
    every: `${every}s`,
    ...(timeout !== undefined && timeout > 0 && kind !== 'heartbeat' ? { timeout: `${Math.min(timeout, every)}s` } : {}),
    failures: Math.min(20, retries + 1),
    tags: [
      ...new Set([
        ...monitor.tags.map(word),
        ...(group === undefined ? [] : [word(group)]),
        ...monitor.notifications.flatMap((id) => (notifications.has(id) ? [told(notifications.get(id)?.name)] : [])),
      ]),
    ],
  });
  if (isTaken && kind === 'http' && flag(monitor.expiry_notification) && !flag(monitor.ignore_tls))
    takeCertificate(String(monitor.url), name, gathered);
}

/** It warned 14 days before a certificate ends, without being down: that is a check of its own. */
function takeCertificate(url: string, name: string, gathered: Gathered): void {
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'https:') return;
  gathered.take({
    name: `${name}: certificate`,
    tls: { host: hostname.replace(/^\[|\]$/g, ''), ...(port === '' ? {} : { port: Number(port) }), certificateDays: 14 },
    every: '1d',
    failures: 1,
    level: 'warning',
  });
}

interface With {
  readonly name: string;
  readonly gathered: Gathered;
  readonly kuma: Kuma;
}

/** A kind with its options; or why not. */
type Read = (monitor: Monitor, around: With) => Options | string;

const kinds: Readonly<Record<string, Read>> = {
  http: (monitor, around) => httpOf(monitor, around, {}),
  keyword: (monitor, around) => httpOf(monitor, around, { [flag(monitor.invert_keyword) ? 'absent' : 'phrase']: text(monitor.keyword) }),
  'json-query': (monitor, around) => {
    const query = jsonOf(monitor);
    return typeof query === 'string' ? query : httpOf(monitor, around, { json: [query] });
  },
  port: ({ hostname, port }) => ({ tcp: { host: hostname, port: number(port) } }),
  ping: ({ hostname }) => ({ ping: { host: hostname } }),
  dns: ({ hostname, dns_resolve_type, dns_resolve_server, port }) => {
    const [server = ''] = String(dns_resolve_server ?? '').split(',');
    const at = number(port) ?? 53;
    return {
      dns: {
        name: hostname,
        type: text(dns_resolve_type),
        ...(server.trim() === '' ? {} : { resolver: at === 53 ? server.trim() : `${server.trim()}:${at}` }),
      },
    };
  },
  push: ({ interval }, { name, gathered }) => {
    gathered.leave(`${name}: address`, 'what reports in must call its new address.');
    return { heartbeat: { everyMs: Math.max(5, number(interval) ?? 60) * 1_000 } };
  },
  postgres: (monitor, around) => databaseOf('postgres', monitor, around),
  mysql: (monitor, around) => databaseOf('mysql', monitor, around),
  redis: (monitor, around) => databaseOf('redis', monitor, around),
  'websocket-upgrade': ({ url, ws_subprotocol, ignore_tls }) => ({
    websocket: { url, protocol: text(ws_subprotocol), ...(flag(ignore_tls) ? { trust: 'any' } : {}) },
  }),
  smtp: ({ hostname, port, smtp_security }) => ({
    tcp: {
      host: hostname,
      port: number(port) ?? 25,
      ...(smtp_security === 'secure' ? { tls: true } : smtp_security === 'starttls' ? { starttls: 'smtp' } : {}),
      expect: '220',
    },
  }),
  'grpc-keyword': () =>
    'it calls a method of its own; what is asked here is the health service. Write grpc: { host, port } into the file if the server has it.',
  'real-browser': () => 'there is no browser here. An http check with a phrase may do.',
};

function httpOf(monitor: Monitor, { name, gathered, kuma }: With, expected: Options): Options | string {
  const method = String(monitor.auth_method ?? '');
  if (method === 'ntlm') return 'it signs in by NTLM, which is not spoken here.';
  const proxy = proxyOf(monitor, name, gathered, kuma);
  if (typeof proxy === 'string') return proxy;
  const { url, auth } = signedIn(String(monitor.url), name, gathered);
  const body = text(monitor.body);
  const statuses = parsedList(monitor.accepted_statuscodes_json).map(String);
  const headers = headersFrom(parsed(monitor.headers), name, gathered);
  const signs = authOf(monitor, method, name, gathered) ?? auth;
  return {
    http: {
      url,
      ...(monitor.method && monitor.method !== 'GET' ? { method: monitor.method } : {}),
      ...(headers ? { headers } : {}),
      ...(body === undefined ? {} : { body }),
      ...(signs ? { auth: signs } : {}),
      ...(method === 'mtls' ? { client: { certificate: gathered.secret(name, 'certificate'), key: gathered.secret(name, 'key') } } : {}),
      ...(flag(monitor.ignore_tls) ? { trust: 'any' } : text(monitor.tls_ca) ? { trust: { ca: text(monitor.tls_ca) } } : {}),
      ...(proxy ? { proxy } : {}),
      ...(number(monitor.maxredirects) === 0 ? { redirects: 'stay' } : {}),
      expect: { ...(statuses.length === 0 ? {} : { status: statuses.length === 1 ? statuses[0] : statuses }), ...expected },
    },
  };
}

function authOf(monitor: Monitor, method: string, name: string, gathered: Gathered): Options | undefined {
  if (method === 'oauth2-cc')
    return {
      oauth2: {
        tokenUrl: monitor.oauth_token_url,
        client: monitor.oauth_client_id,
        clientSecret: gathered.secret(name, 'client secret'),
        ...(text(monitor.oauth_scopes) ? { scope: monitor.oauth_scopes } : {}),
        ...(text(monitor.oauth_audience) ? { audience: monitor.oauth_audience } : {}),
      },
    };
  const user = text(monitor.basic_auth_user);
  // Before 1.18 there was no method: who had a user signed in by it.
  return user === undefined || (method !== 'basic' && method !== '') ? undefined : { basic: { user, password: gathered.secret(name, 'password') } };
}

function proxyOf({ proxy_id }: Monitor, name: string, gathered: Gathered, { proxies }: Kuma): Options | string | undefined {
  const proxy = proxy_id ? proxies.find(({ id }) => id === proxy_id) : undefined;
  if (!proxy || !flag(proxy.active)) return undefined;
  const { protocol, host, port, auth, username } = proxy;
  if (protocol !== 'http' && protocol !== 'https') return `it goes through a proxy that speaks ${String(protocol)}; here it is http or https.`;
  return {
    url: `${protocol}://${String(host)}:${String(port)}`,
    ...(flag(auth) ? { user: username, password: gathered.secret(name, 'proxy password') } : {}),
  };
}

/** `$.status == "ok"`: a path and a comparison; what is more than a path is a language of its own. */
function jsonOf({ json_path, json_path_operator = '==', expected_value }: Monitor): Options | string {
  const path = String(json_path ?? '').replace(/^\$\.?/, '');
  if (!/^[\w-]+(\.[\w-]+|\[\d+\])*$/.test(path))
    return `its query is more than a path (${String(json_path)}): write expect: { json: [{ path, is }] } into the file.`;
  const expected = String(expected_value ?? '');
  const value = /^(-?\d+(\.\d+)?|true|false|null)$/.test(expected) ? JSON.parse(expected) : expected;
  if (json_path_operator === '==' || json_path_operator === null) return { path, is: value };
  if (json_path_operator === '>' && typeof value === 'number') return { path, above: value };
  if (json_path_operator === '<' && typeof value === 'number') return { path, below: value };
  return `its query compares by "${String(json_path_operator)}", which is not known here.`;
}

function databaseOf(kind: string, { database_connection_string, database_query, ignore_tls }: Monitor, { name, gathered }: With): Options | string {
  const url = URL.parse(String(database_connection_string));
  if (!url || url.hostname === '') return 'its connection string is no address.';
  const path = decodeURIComponent(url.pathname.slice(1));
  const tls = url.protocol === 'rediss:' || /^(require|verify-ca|verify-full)$/.test(url.searchParams.get('sslmode') ?? '');
  return {
    [kind]: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      ...(url.username === '' ? {} : { user: decodeURIComponent(url.username) }),
      ...(url.password === '' ? {} : { password: gathered.secret(name, 'password') }),
      ...(path === '' || kind === 'redis' ? {} : { database: path }),
      ...(tls ? { tls, ...(flag(ignore_tls) ? { trust: 'any' } : {}) } : {}),
      ...(text(database_query) && kind !== 'redis' ? { query: database_query } : {}),
    },
  };
}

const text = (value: unknown): string | undefined =>
  value === null || value === undefined || String(value).trim() === '' ? undefined : String(value);
const number = (value: unknown): number | undefined => (text(value) === undefined || Number.isNaN(Number(value)) ? undefined : Number(value));
/** SQLite has 0 and 1, the backup true and false. */
const flag = (value: unknown): boolean => value === true || value === 1 || value === '1' || value === 'true';

function parsed(value: unknown): Options {
  const found = json(value);
  return typeof found === 'object' && found !== null ? { ...found } : {};
}

function parsedList(value: unknown): readonly unknown[] {
  const found = json(value);
  return Array.isArray(found) ? found : [];
}

function json(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    // A body or headers that are no JSON there are none.
    return undefined;
  }
}
