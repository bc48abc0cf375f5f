import type { CheckKind } from '../kind.ts';

/** Each kind of check, loaded when something is first looked at by it. */
const loaders: Readonly<Record<string, () => Promise<CheckKind>>> = {
  http: async () => (await import('./http/http.ts')).http,
  tcp: async () => (await import('./tcp.ts')).tcp,
  tls: async () => (await import('./certificate.ts')).tls,
  dns: async () => (await import('./dns.ts')).dns,
  domain: async () => (await import('./domain.ts')).domain,
  websocket: async () => (await import('./websocket.ts')).websocket,
  grpc: async () => (await import('./grpc.ts')).grpc,
  postgres: async () => (await import('./database/postgres.ts')).postgres,
  mysql: async () => (await import('./database/mysql.ts')).mysql,
  redis: async () => (await import('./redis.ts')).redis,
  ping: async () => (await import('./ping.ts')).ping,
  heartbeat: async () => (await import('./heartbeat.ts')).heartbeat,
};

/** The kinds' names. */
export const kindNames: readonly string[] = Object.keys(loaders);

const loaded = new Map<string, CheckKind>();

/** A kind that is loaded already: answers null for one that isn't, or that there is none of. */
export const kindLoaded = (name: string): CheckKind | null => loaded.get(name) ?? null;

/** Null: there is no kind of that name. */
export async function kindOf(name: string): Promise<CheckKind | null> {
  const known = loaded.get(name);
  if (known) return known;
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (!load) return null;
  const kind = await load();
  loaded.set(name, kind);
  return kind;
}

export interface Target {
  readonly kind: string;
  readonly config: unknown;
}

/** What people mean by "tcp example.com:5432", "dns example.com", or an address alone, which is http. Null: nothing that can be looked at. */
export async function readTarget(words: string): Promise<Target | null> {
  const [, first = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(words.trim()) ?? [];
  const named = await kindOf(first.toLowerCase());
  for (const [kind, said] of [[named, rest] as const, [await kindOf('http'), words.trim()] as const]) {
    const config = kind?.read?.(said) ?? null;
    if (kind && config !== null) return { kind: kind.kind, config };
  }
  return null;
}
