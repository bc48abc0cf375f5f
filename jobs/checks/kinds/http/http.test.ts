import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createSecureServer } from 'node:http2';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { allowList } from '../../../../shared/net/allow.ts';
import { certificate, key, listening, now, secureWeb, tcp, tools, web } from '../../../../test/targets.ts';
import type { HttpConfig } from './config.ts';
import { http } from './http.ts';

type More = Partial<HttpConfig>;
const at = (port: number, path = '/') => `http://good.test:${port}${path}`;
const look = (port: number, more: More = {}, given: Parameters<typeof tools>[0] = {}) => http.run({ url: at(port), ...more }, tools(given));
/** What a page is found to be by what is expected of it. */
const judged = async (listener: RequestListener, expected: NonNullable<HttpConfig['expect']>) => look(await web(listener), { expect: expected });

it('finds a page up, with its status and the time of each phase', async () => {
  const finding = await look(await web((_, answer) => answer.end('hello')));
  expect(finding).toMatchObject({
    up: true,
    status: 200,
    phases: { dns: expect.any(Number), connect: expect.any(Number), firstByte: expect.any(Number) },
  });
  expect(finding.ms).toBeGreaterThan(0);
});

describe('what is expected', () => {
  it.each([
    [200, undefined, true],
    [399, undefined, true],
    [404, undefined, false],
    [500, undefined, false],
    [404, 404, true],
    [204, '200-299', true],
    [301, ['200-299', 301], true],
    [500, ['200-299', 301], false],
  ] as const)('of a status %i by %j', async (status, good, up) => {
    const port = await web((_, answer) => answer.writeHead(status).end());
    const finding = await look(port, { redirects: 'stay', ...(good === undefined ? {} : { expect: { status: good as 404 } }) });
    expect(finding).toMatchObject(up ? { up, status } : { up, status, code: 'status', values: { status } });
  });

  it('of its words', async () => {
    const page: RequestListener = (_, answer) => answer.end('alles grün');
    expect(await judged(page, { phrase: 'grün' })).toMatchObject({ up: true });
    expect(await judged(page, { phrase: 'rot' })).toMatchObject({ up: false, code: 'phrase_missing', values: { phrase: 'rot' } });
    expect(await judged(page, { absent: 'grün' })).toMatchObject({ up: false, code: 'phrase_there' });
  });

  it('of its JSON', async () => {
    const page: RequestListener = (_, answer) => answer.end(JSON.stringify({ status: 'ok', checks: [{ name: 'db', ms: 12 }], on: true }));
    expect(
      await judged(page, {
        json: [
          { path: '$.status', is: 'ok' },
          { path: 'checks[0].ms', below: 20, above: 5 },
          { path: 'on', is: true },
        ],
      }),
    ).toMatchObject({ up: true });
    expect(await judged(page, { json: [{ path: 'checks[0].ms', below: 10 }] })).toMatchObject({
      up: false,
      code: 'json_other',
      values: { path: 'checks[0].ms' },
      detail: '12',
    });
    expect(await judged(page, { json: [{ path: 'constructor.name' }] })).toMatchObject({ up: false, code: 'json_missing' });
    expect(await judged((_, answer) => answer.end('<html>'), { json: [{ path: 'a' }] })).toMatchObject({ up: false, code: 'json_unreadable' });
  });

  it('of its headers, and of its time', async () => {
    const page: RequestListener = (_, answer) => answer.writeHead(200, { 'cache-control': 'no-store' }).end();
    expect(await judged(page, { headers: { 'Cache-Control': 'no-store' } })).toMatchObject({ up: true });
    expect(await judged(page, { headers: { 'cache-control': 'public' } })).toMatchObject({ up: false, code: 'header_other', detail: 'no-store' });
    expect(await judged(page, { headers: { 'x-none': '' } })).toMatchObject({ up: false, code: 'header_missing' });
    const slow: RequestListener = (_, answer) => setTimeout(() => answer.end(), 20);
    expect(await judged(slow, { withinMs: 10 })).toMatchObject({ up: false, code: 'slow', values: { withinMs: 10 } });
  });

  it('of its certificate', async () => {
    const port = await secureWeb((_, answer) => answer.end());
    const url = `https://good.test:${port}/`;
    const good = await http.run({ url }, tools());
    expect(good).toMatchObject({ up: true, certificate: { issuer: 'Bellhop tests' }, phases: { tls: expect.any(Number) } });
    const few = tools({ now: () => (good.certificate?.endsAt ?? 0) - 5.5 * 86_400_000 });
    expect(await http.run({ url, expect: { certificateDays: 14 } }, few)).toMatchObject({ up: false, code: 'certificate_ends', values: { days: 5 } });
    const { ca: _, ...strangers } = tools();
    expect(await http.run({ url }, strangers)).toMatchObject({ up: false, code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(await http.run({ url, trust: 'any' }, strangers)).toMatchObject({ up: true });
  });

  it('turned round: up is down', async () => {
    const port = await web((_, answer) => answer.end());
    expect(await look(port, { inverted: true })).toMatchObject({ up: false, code: 'inverted' });
    expect(await look(port, { inverted: true, expect: { status: 500 } })).toMatchObject({ up: true });
    // Nobody looked, so nothing is up.
    expect(await http.run({ url: 'http://10.0.0.1/', inverted: true }, tools())).toMatchObject({ up: false, code: 'address_not_allowed' });
  });
});

/** What a server was asked, and an answer. */
function recording(): {
  readonly asked: { method?: string | undefined; headers: IncomingMessage['headers']; body: string }[];
  readonly listener: RequestListener;
} {
  const asked: { method?: string | undefined; headers: IncomingMessage['headers']; body: string }[] = [];
  return {
    asked,
    listener: async (request, answer) => {
      let body = '';
      for await (const part of request.setEncoding('utf8')) body += part;
      asked.push({ method: request.method, headers: request.headers, body });
      answer.end();
    },
  };
}

describe('what is asked', () => {
  it('has its method, body and headers, with values from secrets', async () => {
    const { asked, listener } = recording();
    const port = await web(listener);
    const config = {
      method: 'POST',
      body: '{"ü":1}',
      headers: { 'content-type': 'application/json', Accept: 'a/b', 'x-key': { secret: 'key' } },
    } as const;
    expect(await look(port, config, { secrets: { key: 'k1\n' } })).toMatchObject({ up: true });
    expect(asked).toMatchObject([{ method: 'POST', body: '{"ü":1}', headers: { 'content-type': 'application/json', accept: 'a/b', 'x-key': 'k1' } }]);
    expect(await look(port, config)).toMatchObject({ up: false, code: 'secret_missing', values: { name: 'key' } });
    expect(await look(port, config, { secrets: { key: 'a\r\nb: c' } })).toMatchObject({ up: false, code: 'secret_unfit' });
    expect(asked).toHaveLength(1);
  });

  it('says who asks, by Basic or a bearer’s token', async () => {
    const { asked, listener } = recording();
    const port = await web(listener);
    await look(port, { auth: { basic: { user: 'kim', password: { secret: 'pw' } } } }, { secrets: { pw: 'pencil' } });
    await look(port, { auth: { bearer: { secret: 'pw' } } }, { secrets: { pw: 'pencil' } });
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([`Basic ${Buffer.from('kim:pencil').toString('base64')}`, 'Bearer pencil']);
  });

  it('gets a token by client credentials, keeps it until its end, and lets go one that is not taken', async () => {
    const issued: string[] = [];
    const port = await web(async (request, answer) => {
      if (request.url === '/token') {
        let body = '';
        for await (const part of request.setEncoding('utf8')) body += part;
        issued.push(`${request.headers.authorization} ${body}`);
        answer.end(JSON.stringify({ access_token: `t${issued.length}`, expires_in: 3_600 }));
      } else answer.writeHead(request.headers.authorization === `Bearer t${request.url === '/two' ? 2 : issued.length}` ? 200 : 401).end();
    });
    const auth = { oauth2: { tokenUrl: at(port, '/token'), client: 'me', clientSecret: { secret: 's' }, scope: 'read' } };
    const given = { secrets: { s: 'hidden' } };
    expect(await look(port, { auth }, given)).toMatchObject({ up: true });
    expect(await look(port, { auth }, given)).toMatchObject({ up: true });
    expect(issued).toEqual([`Basic ${Buffer.from('me:hidden').toString('base64')} grant_type=client_credentials&scope=read`]);
    // Somebody else's secret of the same name is another.
    expect(await look(port, { auth }, { secrets: { s: 'other' } })).toMatchObject({ up: true });
    expect(issued).toHaveLength(2);
    expect(await http.run({ url: at(port, '/two'), auth }, tools(given))).toMatchObject({ up: false, status: 401 });
    expect(await look(port, { auth }, given)).toMatchObject({ up: true });
    expect(issued).toHaveLength(3);
    expect(await look(port, { auth }, { ...given, now: () => now + 3_600_000 })).toMatchObject({ up: true });
    expect(issued).toHaveLength(4);
  });

  it('says that there was no token', async () => {
    const port = await web((_, answer) => answer.writeHead(400).end('{"error":"invalid_client"}'));
    const auth = { oauth2: { tokenUrl: at(port), client: 'me', clientSecret: { secret: 's' } } };
    expect(await look(port, { auth, inverted: true }, { secrets: { s: 'x' } })).toMatchObject({ up: false, code: 'token', values: { why: 400 } });
  });

  it('shows a certificate to who asks for one', async () => {
    const port = await secureWeb((_, answer) => answer.end(), { requestCert: true, rejectUnauthorized: true, ca: certificate });
    const url = `https://good.test:${port}/`;
    const client = { certificate: { secret: 'cert' }, key: { secret: 'key' } };
    expect(await http.run({ url, client }, tools({ secrets: { cert: certificate, key } }))).toMatchObject({ up: true });
    expect(await http.run({ url }, tools())).toMatchObject({ up: false, code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
    expect(await http.run({ url, client }, tools({ secrets: { cert: 'none', key } }))).toMatchObject({ up: false, code: 'secret_unfit' });
  });

  it('keeps what is meant for one origin from another that it redirects to', async () => {
    const { asked, listener } = recording();
    const other = await web(listener);
    const port = await web((_, answer) => answer.writeHead(307, { location: at(other) }).end());
    const config = { method: 'POST', body: 'mine', headers: { 'x-key': 'mine', cookie: 'mine' }, auth: { bearer: { secret: 's' } } } as const;
    expect(await look(port, config, { secrets: { s: 'mine' } })).toMatchObject({ up: true });
    expect(JSON.stringify(asked)).not.toContain('mine');
  });
});

describe('HTTP/2', () => {
  it('is spoken where it is asked for', async () => {
    const server = createSecureServer({ cert: certificate, key, allowHTTP1: true }, (request, answer) => answer.end(`by ${request.httpVersion}`));
    const port = await listening(server);
    const url = `https://good.test:${port}/`;
    expect(await http.run({ url, expect: { protocol: 'h2', phrase: 'by 2.0' } }, tools())).toMatchObject({ up: true, status: 200 });
    expect(await http.run({ url, expect: { phrase: 'by 1.1' } }, tools())).toMatchObject({ up: true });
  });

  it('is missed where it is not', async () => {
    const port = await secureWeb((_, answer) => answer.end());
    const url = `https://good.test:${port}/`;
    expect(await http.run({ url, expect: { protocol: 'h2' } }, tools())).toMatchObject({
      up: false,
      code: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
    });
    const silent = await secureWeb((_, answer) => answer.end(), { ALPNCallback: () => undefined });
    expect(await http.run({ url: `https://good.test:${silent}/`, expect: { protocol: 'h2' } }, tools())).toMatchObject({ up: false });
  });
});

describe('a proxy', () => {
  /** Goes where it is told; answers the port, and what it was told. */
  async function proxy(password?: string): Promise<readonly [number, string[]]> {
    const told: string[] = [];
    const server = createServer((_, answer) => answer.writeHead(400).end());
    server.on('connect', ({ url = '', headers }, socket) => {
      told.push(`${url} ${headers['proxy-authorization'] ?? ''}`.trim());
      socket.on('error', () => {});
      if (password !== undefined && !headers['proxy-authorization']) return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      const [host = '', port] = url.split(':');
      const onward = connect(Number(port), host, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      onward.on('error', () => socket.destroy());
      socket.pipe(onward).pipe(socket);
    });
    return [await listening(server), told];
  }

  it('is gone through, to the address that was checked', async () => {
    const port = await web((request, answer) => answer.end(request.headers.host));
    const [by, told] = await proxy();
    expect(await look(port, { proxy: { url: at(by) }, expect: { phrase: `good.test:${port}` } })).toMatchObject({ up: true });
    const secure = await secureWeb((_, answer) => answer.end('inside'));
    expect(await http.run({ url: `https://good.test:${secure}/`, proxy: { url: at(by) }, expect: { phrase: 'inside' } }, tools())).toMatchObject({
      up: true,
    });
    expect(told).toEqual([`127.0.0.1:${port}`, `127.0.0.1:${secure}`]);
  });

  it('leads nowhere that must not be reached, and is itself no way there', async () => {
    const [by, told] = await proxy();
    const allow = allowList(`good.test:${by}`);
    expect(await http.run({ url: 'http://inner.test/', proxy: { url: at(by) } }, tools({ allow }))).toMatchObject({
      up: false,
      code: 'address_not_allowed',
    });
    expect(told).toEqual([]);
    expect(await look(1, { proxy: { url: 'http://10.0.0.1:3128' } })).toMatchObject({ up: false, code: 'address_not_allowed' });
  });

  it('wants to know who asks', async () => {
    const port = await web((_, answer) => answer.end());
    const [by, told] = await proxy('pencil');
    expect(await look(port, { proxy: { url: at(by) } })).toMatchObject({ up: false, code: 'proxy', values: { status: 407 } });
    expect(await look(port, { proxy: { url: at(by), user: 'kim', password: { secret: 'pw' } } }, { secrets: { pw: 'pencil' } })).toMatchObject({
      up: true,
    });
    expect(told[1]).toBe(`127.0.0.1:${port} Basic ${Buffer.from('kim:pencil').toString('base64')}`);
  });
});

describe('what a hostile server can do', () => {
  it('unpacks nothing', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const port = await web((_, answer) => answer.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect(await look(port, { expect: { phrase: 'x' } })).toMatchObject({ up: false, code: 'packed', values: { coding: 'gzip' } });
  });

  it('has headers no larger than anybody needs', async () => {
    const port = await tcp((socket) => socket.write(`HTTP/1.1 200 OK\r\n${'x-long: y\r\n'.repeat(10_000)}\r\n`));
    expect(await look(port)).toMatchObject({ up: false, code: 'HPE_HEADER_OVERFLOW' });
  });

  it('nests no JSON deeper than we can go', async () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const port = await web((_, answer) => answer.end(deep));
    expect(await look(port, { expect: { json: [{ path: 'a', is: 1 }] } })).toMatchObject({ up: false, code: 'json_other', detail: '[…]' });
  });

  it('leads to no address that must not be reached', async () => {
    const port = await web((_, answer) => answer.writeHead(302, { location: 'http://169.254.169.254/latest' }).end());
    expect(await look(port)).toMatchObject({ up: false, code: 'address_not_allowed', values: { host: '169.254.169.254' } });
  });
});

it.each([
  [{ url: 'example.com' }, 'url', 'Write an address like https://example.com/health.'],
  [{ url: 'https://kim:pw@example.com/' }, 'url', 'Take the user name and password out of the address, and use auth.'],
  [{ url: 'https://a.example/', method: 'TRACE' }, 'method', ''],
  [{ url: 'https://a.example/', expect: { status: 'two hundred' } }, 'expect', ''],
  [{ url: 'https://a.example/', auth: { bearer: 'in plain sight' } }, 'auth', 'Write one of basic'],
  [{ url: 'http://a.example/', expect: { protocol: 'h2' } }, 'expect', 'of an https address alone'],
  [{ url: 'https://a.example/', more: 1 }, '', ''],
])('says what is wrong with %j', (config, where, words) => {
  const read = http.config.safeParse(config);
  expect(read.success).toBe(false);
  expect(read.error?.issues[0]?.path[0] ?? '').toBe(where);
  expect(read.error?.issues[0]?.message).toContain(words);
});
