import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allowList } from '../../../shared/net/allow.ts';
import type { Resolve } from '../../../shared/net/lookup.ts';
import { closedPort, connections, tcp, tools } from '../../../test/targets.ts';
import { kindNames, kindOf, readTarget } from './index.ts';
import { why } from './say.ts';

const at = (port: number) => ({ host: 'good.test', port });
/** How each kind is told to look at a port, so that it waits for something to be said. */
const looks: Readonly<Record<string, (port: number) => { readonly kind: string; readonly config: object }>> = {
  http: (port) => ({ kind: 'http', config: { url: `http://good.test:${port}/`, expect: { phrase: 'never said' } } }),
  https: (port) => ({ kind: 'http', config: { url: `https://good.test:${port}/` } }),
  'http by a proxy': (port) => ({ kind: 'http', config: { url: 'http://good.test/', proxy: { url: `http://good.test:${port}` } } }),
  tcp: (port) => ({ kind: 'tcp', config: { ...at(port), expect: 'never said' } }),
  ...Object.fromEntries(
    ['smtp', 'imap', 'pop3', 'ftp', 'xmpp'].map((starttls) => [starttls, (port: number) => ({ kind: 'tcp', config: { ...at(port), starttls } })]),
  ),
  tls: (port) => ({ kind: 'tls', config: at(port) }),
  domain: (port) => ({ kind: 'domain', config: { name: 'example.com', server: `http://good.test:${port}/` } }),
  websocket: (port) => ({ kind: 'websocket', config: { url: `ws://good.test:${port}/` } }),
  grpc: (port) => ({ kind: 'grpc', config: at(port) }),
  postgres: (port) => ({ kind: 'postgres', config: at(port) }),
  'postgres in TLS': (port) => ({ kind: 'postgres', config: { ...at(port), tls: true } }),
  mysql: (port) => ({ kind: 'mysql', config: at(port) }),
  redis: (port) => ({ kind: 'redis', config: at(port) }),
};

async function look(name: string, port: number, more: Parameters<typeof tools>[0] = {}) {
  const { kind: named, config } = looks[name]?.(port) ?? { kind: '', config: {} };
  const kind = await kindOf(named);
  if (!kind) throw new Error(`There is no kind ${named}.`);
  const finding = await kind.run(kind.config.parse(config), tools({ timeoutMs: 2_000, ...more }));
  // What befell the registry is told of a domain.
  return finding.code === 'registry' ? { ...finding, code: finding.values?.why } : finding;
}

const pouring = (bytes: Buffer) => (socket: Socket) => {
  const more = () => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on('drain', more);
  more();
};

describe.each(Object.keys(looks))('%s', (name) => {
  it('ends with its time-out when nothing is said, and leaves nothing open', async () => {
    const port = await tcp((socket) => socket.resume());
    expect(await look(name, port, { timeoutMs: 60 })).toMatchObject({
      up: false,
      code: 'deadline',
    });
    await expect.poll(connections).toBe(0);
  });

  it('says that nothing listens', async () => {
    expect(await look(name, await closedPort())).toMatchObject({ up: false, code: 'ECONNREFUSED' });
  });

  it('says that the connection was closed', async () => {
    const port = await tcp((socket) => socket.once('data', () => socket.destroy()).setTimeout(30, () => socket.destroy()));
    const finding = await look(name, port);
    expect(finding).toMatchObject({ up: false, code: expect.stringMatching(/^(no_answer|ECONNRESET|EPIPE)$/) });
  });

  it.each([
    ['lines of nothing', Buffer.from('hello\r\n'.repeat(1_000))],
    ['noise', randomBytes(65_536)],
    ['zeros', Buffer.alloc(65_536)],
    ['a line without an end', Buffer.alloc(65_536, 'x')],
  ])('is not up for %s, poured without end', async (_, bytes) => {
    const before = process.memoryUsage().arrayBuffers;
    const finding = await look(name, await tcp(pouring(bytes)));
    expect(finding.up).toBe(false);
    expect(why({ ...finding, code: String(finding.code) }, 'de')).toMatch(/\S/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20);
    await expect.poll(connections).toBe(0);
  });

  it('connects to no address but one that was checked', async () => {
    let reached = 0;
    const port = await tcp(() => {
      reached++;
    });
    expect(await look(name, port, { allow: allowList('') })).toMatchObject({ up: false, code: 'address_not_allowed' });
    let asked = 0;
    // A public address first, the loopback ever after: a second look-up would reach the server.
    const rebinding: Resolve = async () => [{ address: asked++ === 0 ? '192.0.2.1' : '127.0.0.1', family: 4 }];
    const finding = await look(name, port, { allow: allowList('192.0.2.0/24'), resolve: rebinding, timeoutMs: 60 });
    expect(finding.up).toBe(false);
    expect(reached).toBe(0);
  });
});

it('has for each kind a config that is told as JSON Schema', async () => {
  for (const name of kindNames) {
    const kind = await kindOf(name);
    expect(kind?.kind).toBe(name);
    expect(z.toJSONSchema(kind?.config ?? z.never(), { io: 'input' })).toMatchObject({ type: 'object', additionalProperties: false });
  }
  expect(await kindOf('constructor')).toBeNull();
});

it.each([
  ['example.com', 'http', 'https://example.com/'],
  ['https://example.com/a?b', 'http', 'https://example.com/a?b'],
  ['http example.com', 'http', 'https://example.com/'],
  ['tcp Example.com:5432', 'tcp', 'example.com:5432'],
  ['tcp [2001:db8::1]:22', 'tcp', '[2001:db8::1]:22'],
  ['tls example.com', 'tls', 'example.com:443'],
  ['tls 2001:db8::1', 'tls', '[2001:db8::1]:443'],
  ['dns example.com', 'dns', 'example.com A'],
  ['dns example.com mx', 'dns', 'example.com MX'],
  ['domain example.com', 'domain', 'example.com'],
  ['websocket wss://example.com/live', 'websocket', 'wss://example.com/live'],
  ['grpc example.com:50051', 'grpc', 'example.com:50051'],
  ['postgres db.example.com', 'postgres', 'db.example.com:5432'],
  ['mysql db.example.com:3307', 'mysql', 'db.example.com:3307'],
  ['redis cache.example.com', 'redis', 'cache.example.com:6379'],
  ['ping 192.0.2.1', 'ping', '192.0.2.1'],
])('reads “%s”', async (words, kind, target) => {
  const read = await readTarget(words);
  expect(read?.kind).toBe(kind);
  const known = await kindOf(kind);
  expect(known?.target(known.config.parse(read?.config))).toBe(target);
});

it.each(['', 'tcp example.com', 'tcp example.com:0', 'tcp example.com:99999', 'dns example.com NOPE', 'ftp://example.com', 'what is this'])(
  'reads nothing from “%s”',
  async (words) => {
    expect(await readTarget(words)).toBeNull();
  },
);
