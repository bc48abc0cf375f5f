import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Door, doorNamed, doorNames, doorsOf, keptBy, post } from './doors.ts';
import { dial, head, raw, untilClosed } from './wire.ts';
import { defectsIn, heard } from './witness.ts';
import { type World, world } from './world.ts';

/** Short, so that a slow sender's end can be waited for. */
const requestTimeoutMs = 1_000;
let bellhop: World;
let doors: readonly Door[];
beforeAll(async () => {
  bellhop = await world({ requestTimeoutMs });
  doors = doorsOf(bellhop);
});
afterAll(() => bellhop.close());

const origin = () => bellhop.local().origin;
const door = (name: string) => doorNamed(doors, name);

/** Routes that aren't a platform's, with a method that each takes. */
const others = [
  ['GET', '/healthz'],
  ['GET', '/readyz'],
  ['GET', '/metrics'],
  ['GET', '/login'],
  ['GET', '/simulator'],
  ['GET', '/simulator/events'],
  ['POST', '/api/local/run'],
  ['GET', '/api/local/dead'],
] as const;

describe('wrong requests', () => {
  it.each(doorNames)('%s: 405 to every other method, and it says which is taken', async (name) => {
    const { allow, path } = door(name);
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter((one) => !allow.includes(one))) {
      const response = await fetch(`${origin()}${path}`, { method });
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, allow]);
    }
  });

  it.each(others)('405 to other methods than %s of %s', async (method, path) => {
    const wrong = method === 'GET' ? 'DELETE' : 'PUT';
    const response = await fetch(`${origin()}${path}`, { method: wrong });
    expect(response.status).toBe(405);
  });

  it.each(doorNames)('%s: 415 to every other content type, signed or not', async (name) => {
    const { type, path, sign, good } = door(name);
    const body = good('type', 1);
    const wrong = type === 'application/json' ? 'application/x-www-form-urlencoded' : 'application/json';
    for (const other of [wrong, 'text/plain', 'multipart/form-data; boundary=x', '', ';', 'application/jsonx']) {
      const response = await fetch(`${origin()}${path}`, {
        method: 'POST',
        headers: { ...sign(body), 'content-type': other },
        body: new Uint8Array(body),
      });
      expect([other, response.status]).toEqual([other, 415]);
    }
  });

  it.each([
    '/nowhere',
    '/slack',
    '/slack/events/',
    '//slack/events',
    '/telegram/webhook/main/../..',
    '/%00',
    '/%ff',
    '/..%2f..%2fetc/passwd',
    '/simulator/page/..%2fchannel.ts',
  ])('404 to %s', async (path) => {
    expect((await raw(origin(), `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`)).statuses).toEqual([404]);
  });

  it('an address of 60 KB, and headers of 60 KB, are refused at once', async () => {
    expect((await raw(origin(), `GET /${'a'.repeat(60_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)).statuses).toEqual([431]);
    expect((await raw(origin(), `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(60_000)}\r\n\r\n`)).statuses).toEqual([431]);
  });
});

describe.concurrent.each(doorNames)('a body too long for %s', (name) => {
  const mebibyte = 1_048_576;

  it('is 413 by one byte, signed as it may be', async () => {
    const answered = await post(origin(), door(name), Buffer.alloc(mebibyte + 1, ' '));
    expect(answered.status).toBe(413);
    expect(JSON.parse(answered.body)).toMatchObject({ error: { code: 'too_large' } });
  });

  it('is 413 when it comes in chunks that say nothing of its length', async () => {
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    const { statuses } = await raw(origin(), head(door(name), Buffer.alloc(0), 'Transfer-Encoding: chunked') + chunk.repeat(17));
    expect(statuses).toEqual([413]);
  });

  it('is 413 at once when a length is announced that never comes', async () => {
    const socket = await dial(origin());
    socket.write(head(door(name), Buffer.alloc(0), 'Content-Length: 99999999999'));
    const { statuses, firstMs, closed } = await untilClosed(socket);
    expect([statuses, closed]).toEqual([[413], true]);
    expect(firstMs).toBeLessThan(1_000);
  });

  it('of exactly 1 MiB is read', async () => {
    const whole = door(name).good('whole', 900);
    const padded = Buffer.concat([whole, Buffer.alloc(mebibyte - whole.length, door(name).type === 'application/json' ? ' ' : '&')]);
    expect([200, 202]).toContain((await post(origin(), door(name), padded)).status);
  });
});

describe.concurrent("a body too long for the command line's own routes", () => {
  const start = () =>
    `POST /api/local/run HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nAuthorization: Bearer ${bellhop.local().token}\r\n`;

  it('is 413, announced or in chunks', async () => {
    expect((await raw(origin(), `${start()}Content-Length: 1048577\r\n\r\n`)).statuses).toEqual([413]);
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    expect((await raw(origin(), `${start()}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}`)).statuses).toEqual([413]);
  });

  it('is none when it comes in small chunks: it runs', async () => {
    const body = '{"text":"echo by chunks"}';
    const answered = await raw(origin(), `${start()}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
    expect(answered.statuses).toEqual([200]);
    expect(answered.text).toContain('echo: by chunks');
  });
});

describe.concurrent('lengths that lie', () => {
  it('a length longer than the body is a time-out, and nothing is kept', async () => {
    const body = door('Telegram').good('lie', 700);
    const { statuses, closed } = await raw(origin(), head(door('Telegram'), body, `Content-Length: ${body.length + 10}`) + body);
    expect([statuses, closed]).toEqual([[408], true]);
  });

  it('a length shorter than the body cuts it, and the rest is no request', async () => {
    const body = door('Slack commands').good('short', 701);
    const { statuses } = await raw(origin(), head(door('Slack commands'), body, `Content-Length: ${body.length - 10}`, 'keep-alive') + body);
    expect(statuses).toEqual([401, 400]);
  });

  it.each([
    ['both a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
    ['a negative length', 'Content-Length: -1'],
    ['a length in hexadecimal', 'Content-Length: 0x10'],
    ['a length beyond all', `Content-Length: ${'9'.repeat(40)}`],
    ['chunks in another encoding before', 'Transfer-Encoding: chunked, gzip'],
  ])('%s are 400', async (_, framing) => {
    const { statuses, closed } = await raw(origin(), `${head(door('Telegram'), Buffer.alloc(0), framing)}0\r\n\r\n`);
    expect([statuses, closed]).toEqual([[400], true]);
  });
});

describe.concurrent('slow and broken connections', () => {
  it.each(['', 'POST /slack/ev', 'POST /slack/events HTTP/1.1\r\nHost: x\r\nX-A'])(
    'headers that stop after %j are 408, or closed, in bounded time',
    async (start) => {
      const { statuses, closed, tookMs } = await raw(origin(), start, { withinMs: 5_000 });
      expect([statuses, closed]).toEqual([[408], true]);
      expect(tookMs).toBeLessThan(4_000);
    },
  );

  it('a body that drips a byte at a time is 408 in bounded time, and others are served meanwhile', async () => {
    const body = door('Telegram').good('slow', 702);
    const drips = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = await dial(origin());
        socket.write(head(door('Telegram'), body, `Content-Length: ${body.length}`));
        let sent = 0;
        const drip = setInterval(() => socket.write(body.subarray(sent, ++sent)), 50);
        return untilClosed(socket, 5_000).finally(() => clearInterval(drip));
      }).concat(
        Array.from({ length: 10 }, async (_, i) => {
          const { status, tookMs } = await post(origin(), door('the simulator'), door('the simulator').good('beside', 710 + i));
          return { text: '', statuses: [status], tookMs, firstMs: tookMs, closed: true };
        }),
      ),
    );
    for (const { statuses, closed } of drips.slice(0, 20)) expect([statuses, closed]).toEqual([[408], true]);
    for (const { statuses, tookMs } of drips.slice(20)) {
      expect(statuses).toEqual([202]);
      expect(tookMs).toBeLessThan(1_000);
    }
  });

  it('a sender that closes its half after the whole request is answered', async () => {
    const body = door('Telegram').good('half', 703);
    const { statuses } = await raw(origin(), Buffer.concat([Buffer.from(head(door('Telegram'), body, `Content-Length: ${body.length}`)), body]), {
      half: true,
    });
    expect(statuses).toEqual([200]);
  });

  it('one that closes it inside the request is let go, and nothing is kept', async () => {
    const body = door('Telegram').good('cut', 704);
    const { statuses, closed } = await raw(origin(), head(door('Telegram'), body, `Content-Length: ${body.length}`) + body.toString().slice(0, 20), {
      half: true,
    });
    expect(statuses).not.toContain(200);
    expect(closed).toBe(true);
  });

  it('garbage behind a good request costs the connection, not the request', async ({ expect }) => {
    const body = door('Telegram').good('pipelined', 705);
    const request = head(door('Telegram'), body, `Content-Length: ${body.length}`, 'keep-alive') + body;
    const { statuses } = await raw(origin(), `${request}${request}\x16\x03\x01 garbage\r\n\r\n`);
    expect(statuses).toEqual([200, 200, 400]);
    await expect.poll(() => heard(bellhop).split('echo: pipelined').length - 1, { timeout: 5_000 }).toBe(1);
  });

  it('a hundred requests in one write are answered in their order', async () => {
    const get = (path: string, end = '') => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${end}\r\n`;
    const { statuses } = await raw(
      origin(),
      Array.from({ length: 99 }, (_, i) => get(i % 2 ? '/healthz' : '/slack/events')).join('') + get('/healthz', 'Connection: close\r\n'),
    );
    expect(statuses).toEqual([...Array.from({ length: 99 }, (_, i) => (i % 2 ? 200 : 405)), 200]);
  });

  it('a sender that never reads its answers holds nobody up', async () => {
    const socket = await dial(origin());
    socket.pause();
    socket.write('GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(20_000));
    const answered = await post(origin(), door('the simulator'), door('the simulator').good('unread', 706));
    expect(answered.status).toBe(202);
    expect(answered.tookMs).toBeLessThan(2_000);
    socket.destroy();
  });

  it('every door is served within a second beside 500 idle connections', async () => {
    const idle = await Promise.all(Array.from({ length: 500 }, () => dial(origin())));
    const answers = await Promise.all(doors.map((one, i) => post(origin(), one, one.good('idle', 800 + i))));
    expect(answers.map(({ status }) => status)).toEqual(keptBy(doors));
    expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(1_000);
    for (const socket of idle) socket.destroy();
  });
});

it('none of it met a defect', () => {
  expect(defectsIn(bellhop.lines)).toEqual([]);
  expect(heard(bellhop)).not.toMatch(/echo: (lie|short|slow|cut)/);
});
