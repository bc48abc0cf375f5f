import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileBodies } from './bodies.ts';
import type { Headers } from './doors.ts';
import { defectsIn } from './witness.ts';
import { type World, world } from './world.ts';

/** The routes that no platform posts to: pages, metrics, and what the command line asks. */
let bellhop: World;
beforeAll(async () => {
  bellhop = await world({ env: { BELLHOP_METRICS_TOKEN: 'metrics-token-of-the-test' } });
  // The pages are loaded by the first request for one: once, not while answers are timed.
  await fetch(`${bellhop.local().origin}/simulator`);
});
afterAll(() => bellhop.close());

const mine = (): Headers => ({ authorization: `Bearer ${bellhop.local().token}`, 'content-type': 'application/json' });

async function ask(method: string, path: string, headers: Headers = {}, body?: Buffer) {
  const startedAt = performance.now();
  const response = await fetch(`${bellhop.local().origin}${path}`, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(5_000),
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });
  const text = path.startsWith('/simulator/events') && response.ok ? '' : await response.text();
  if (text === '') await response.body?.cancel();
  return { status: response.status, text, tookMs: performance.now() - startedAt };
}

/** Refused in Bellhop's own form, at once. */
function expectRefused({ status, text, tookMs }: Awaited<ReturnType<typeof ask>>, wanted: number): void {
  expect([status, text.slice(0, 200)]).toEqual([wanted, expect.stringContaining('"error"')]);
  expect(JSON.parse(text)).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
  expect(tookMs).toBeLessThan(1_000);
}

const run = '/api/local/run';

describe('what the command line asks, by someone who has the token', () => {
  it.each(hostileBodies.map(({ what, body }) => [what, body] as const))('%s is 400 within a second', async (_, body) => {
    expectRefused(await ask('POST', run, mine(), body), 400);
  });

  it.each([
    ['no words', {}],
    ['empty words', { text: '' }],
    ['blank words', { text: ' \n' }],
    ['words that are a number', { text: 5 }],
    ['words that are a list', { text: ['help'] }],
  ])('%s are 400', async (_, body) => {
    expectRefused(await ask('POST', run, mine(), Buffer.from(JSON.stringify(body))), 400);
  });

  it.each([
    ['a user that is none', { user: { id: 1 } }],
    ['a user of 100,000 characters', { user: 'x'.repeat(100_000) }],
    ['a zone and a locale that are none', { timeZone: 'Etc/Nowhere', locale: 'zz-ZZ-zzzzzzzz' }],
    ['a zone and a locale of another type', { timeZone: 5, locale: [] }],
    ['what no object has', JSON.parse('{"__proto__":{"text":"x"},"constructor":1}')],
  ])('%s runs all the same, or is 400', async (_, more) => {
    const { status, tookMs } = await ask('POST', run, mine(), Buffer.from(JSON.stringify({ text: 'echo hello', ...more })));
    expect([200, 400]).toContain(status);
    expect(tookMs).toBeLessThan(1_000);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])('the content type %j is 415', async (type) => {
    expectRefused(await ask('POST', run, { ...mine(), 'content-type': type }, Buffer.from('{"text":"echo hello"}')), 415);
  });

  it.each(['none', '%00', '%ff', '..%2f..%2fkey', "'; DROP TABLE commands; --", 'x'.repeat(5_000), '__proto__', '%ED%A0%80'])(
    'the dead letter %j is 404, to be shown, redriven or dropped',
    async (id) => {
      for (const [method, more] of [
        ['GET', ''],
        ['POST', '/redrive'],
        ['POST', '/drop'],
      ] as const) {
        expectRefused(await ask(method, `/api/local/dead/${encodeURI(id).replaceAll('%25', '%')}${more}`, mine()), 404);
      }
    },
  );
});

describe('what the command line asks, by anyone else', () => {
  const forged = (): readonly (readonly [string, Headers])[] => {
    const { token } = bellhop.local();
    return [
      ['nothing', {}],
      ['an empty token', { authorization: 'Bearer ' }],
      ['another token', { authorization: `Bearer ${token.slice(0, -1)}x` }],
      ['half the token', { authorization: `Bearer ${token.slice(0, 20)}` }],
      ['the token and more', { authorization: `Bearer ${token}x` }],
      ['another scheme', { authorization: `Basic ${token}` }],
      ['a cookie of its own making', { cookie: 'bellhop_session=x; bellhop_session=' }],
      ['the link’s token', { authorization: `Bearer ${bellhop.local().link.split('=')[1]}` }],
    ];
  };

  it.each([
    ['POST', run],
    ['GET', '/api/local/dead'],
    ['GET', '/api/local/dead/x'],
    ['POST', '/api/local/dead/x/redrive'],
    ['POST', '/api/local/dead/x/drop'],
  ])('%s %s: 401 with nothing, or with what is no token', async (method, path) => {
    for (const [what, headers] of forged()) {
      const answered = await ask(
        method,
        path,
        { ...headers, 'content-type': 'application/json' },
        method === 'POST' ? Buffer.from('{"text":"echo x"}') : undefined,
      );
      expect([what, answered.status]).toEqual([what, 401]);
      expectRefused(answered, 401);
    }
  });

  it('a page of another origin gets nothing even with the token', async () => {
    expectRefused(await ask('POST', run, { ...mine(), origin: 'https://evil.example' }, Buffer.from('{"text":"echo x"}')), 401);
  });
});

describe('the pages', () => {
  it.each(['', 'x'.repeat(65), 'a/b', '%00', '../x', 'a b', '__proto__.x'])('a conversation that is called %j is 400', async (name) => {
    expectRefused(await ask('GET', `/simulator/events?conversation=${encodeURIComponent(name)}`), 400);
  });

  it.each(['x', '1e999', '-1', 'NaN', '0.5.7', 'x'.repeat(10_000)])('a stream that went on after %j begins at its begin', async (after) => {
    const { status, tookMs } = await ask('GET', '/simulator/events?conversation=test', { 'last-event-id': after });
    expect(status).toBe(200);
    expect(tookMs).toBeLessThan(1_000);
  });

  it.each(['', 'x', '%00', 'x'.repeat(10_000)])('a link with the token %j is 401', async (token) => {
    expectRefused(await ask('GET', `/login?token=${token}`), 401);
  });

  it('metrics from elsewhere are 401 without the token, and with another', async () => {
    const elsewhere = { 'x-forwarded-for': '203.0.113.9' };
    for (const authorization of [undefined, 'Bearer ', 'Bearer metrics-token-of-the-tes', 'Basic metrics-token-of-the-test']) {
      expectRefused(await ask('GET', '/metrics', { ...elsewhere, ...(authorization === undefined ? {} : { authorization }) }), 401);
    }
    expect((await ask('GET', '/metrics', { ...elsewhere, authorization: 'Bearer metrics-token-of-the-test' })).status).toBe(200);
  });
});

it('none of it met a defect', () => {
  expect(defectsIn(bellhop.lines)).toEqual([]);
});
