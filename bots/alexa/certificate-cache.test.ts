import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StandInAlexa, startAlexa } from '../../test/platforms/alexa.ts';
import { rootsOf } from './certificate.ts';
import { certificateCache, type Fetch } from './certificate-cache.ts';

let alexa: StandInAlexa;
let now = 0;
let file = 0;

beforeAll(async () => {
  alexa = await startAlexa();
});
afterAll(() => alexa.close());
beforeEach(() => {
  now = Date.now();
});

const cache = (options: { fetch?: Fetch; deadlineMs?: number } = {}) =>
  certificateCache({ roots: rootsOf([alexa.authority.pems.root]), clock: { now: () => now }, fetch: (url, init) => fetch(url, init), ...options });
const served = (content: Parameters<StandInAlexa['serve']>[1]) => {
  const name = `${file++}.pem`;
  return { url: alexa.serve(name, content), times: () => alexa.fetched.get(name) ?? 0 };
};
const chain = () => alexa.authority.pems.leaf + alexa.authority.pems.intermediate;

describe('certificates', () => {
  it('are fetched once, and then at hand without a promise', async () => {
    const keyOf = cache();
    const { url, times } = served(chain());
    const first = await keyOf(url);
    expect(first).toHaveProperty('key');
    expect(keyOf(url)).toBe(first);
    expect(times()).toBe(1);
  });

  it('are fetched once however many ask at the same time', async () => {
    const keyOf = cache();
    const { url, times } = served(chain());
    const all = await Promise.all(Array.from({ length: 50 }, () => keyOf(url)));
    expect(all.every((found) => 'key' in found)).toBe(true);
    expect(times()).toBe(1);
  });

  it('are kept until one of the chain ends, and then fetched again', async () => {
    const keyOf = cache();
    const { url, times } = served(chain());
    await keyOf(url);
    now += 23 * 3_600_000;
    expect(keyOf(url)).toHaveProperty('key');
    now += 2 * 3_600_000;
    expect(await keyOf(url)).toEqual({ why: 'expired', heals: false });
    expect(times()).toBe(2);
  });

  it('that failed are tried again after ten seconds, not before', async () => {
    const keyOf = cache();
    let broken = true;
    const { url, times } = served((_, response) => response.writeHead(broken ? 500 : 200).end(broken ? '' : chain()));
    expect(await keyOf(url)).toEqual({ why: 'HTTP 500', heals: true });
    broken = false;
    now += 9_999;
    expect(await keyOf(url)).toEqual({ why: 'HTTP 500', heals: true });
    expect(times()).toBe(1);
    now += 2;
    expect(await keyOf(url)).toHaveProperty('key');
  });

  it.each([
    ['a file that is not there', 404, false],
    ['a file that may not be read', 403, false],
    ['a host in trouble', 503, true],
    ['a host that asks for patience', 429, true],
  ])('heal or not: %s', async (_, status, heals) => {
    const { url } = served((_request, response) => response.writeHead(status).end());
    expect(await cache()(url)).toEqual({ why: `HTTP ${status}`, heals });
  });

  it('are not looked for where a redirect leads', async () => {
    const target = served(chain());
    const { url } = served((_, response) => response.writeHead(302, { location: target.url }).end());
    expect(await cache()(url)).toMatchObject({ heals: true });
    expect(target.times()).toBe(0);
  });

  it('that never end are given up', async () => {
    const { url } = served((_, response) => {
      response.writeHead(200);
      const write = () => response.writable && response.write('x'.repeat(10_000), () => setImmediate(write));
      write();
    });
    expect(await cache()(url)).toEqual({ why: 'more than 65536 bytes', heals: false });
  });

  it('that come too slowly are given up at the deadline', async () => {
    const { url } = served((_, response) => {
      response.writeHead(200).write('-----BEGIN');
    });
    expect(await cache({ deadlineMs: 50 })(url)).toMatchObject({ heals: true });
  });

  it('of a closed connection heal', async () => {
    const { url } = served((request) => request.socket.destroy());
    expect(await cache()(url)).toMatchObject({ heals: true });
  });

  it('that are good are not pushed out by a thousand addresses that hold nothing', async () => {
    const keyOf = cache();
    const good = served(chain());
    await keyOf(good.url);
    for (let i = 0; i < 1_000; i++) await keyOf(`${alexa.url}nothing-${i}.pem`);
    expect(keyOf(good.url)).toHaveProperty('key');
    expect(good.times()).toBe(1);
  });

  it('are fetched eight at a time, and the ninth is told to come back', async () => {
    let waiting = 0;
    const keyOf = cache({
      fetch: () => {
        waiting++;
        return new Promise(() => {});
      },
    });
    for (let i = 0; i < 20; i++) void keyOf(`${alexa.url}slow-${i}.pem`);
    expect(waiting).toBe(8);
    expect(keyOf(`${alexa.url}slow-20.pem`)).toMatchObject({ heals: true });
  });
});
