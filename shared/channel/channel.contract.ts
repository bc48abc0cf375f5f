import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Channel, HttpRequest, Received } from './channel.ts';

/** What a channel gives, so that the contract can drive it. Requests are signed as the platform signs them. */
export interface ChannelSubject {
  readonly channel: Channel;
  /** A valid, addressed `check example.com` under this delivery id. */
  valid(deliveryId: string): HttpRequest;
  /** The same, as anyone but the platform would send it: one for each way to forge. */
  readonly forged: Readonly<Record<string, HttpRequest>>;
  /** The bot's own message coming back; undefined where the platform sends none. */
  readonly own?: HttpRequest;
  /** Any bytes with a valid signature. */
  signed(body: Buffer): HttpRequest;
  /** What the platform's second telling of the same thing looks like, when it differs from a plain repeat. */
  toldAgain?(deliveryId: string): HttpRequest;
}

const keysOf = (received: Received) =>
  received.kind === 'inbound' ? received.inbound.map((i) => i.key) : received.kind === 'voice' ? [received.inbound.key] : [];

/** Bodies that broke one bot framework or another. */
export const brokenBodies: readonly string[] = [
  '',
  'null',
  '0',
  '1e999',
  '-1',
  'true',
  '"text"',
  '[]',
  '[[]]',
  '{}',
  '{"type":null}',
  '{"__proto__":{"type":"x"}}',
  '\u0000',
  '"\\ud800"',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  '{"a":'.repeat(20_000),
  '{',
  'payload=',
  'payload=null',
  'payload=%',
  'a=1&a=2',
  '%ff%fe',
  '{"type":"event_callback","event":null}',
];

/** The promises every channel proves. */
export function channelContract(name: string, open: () => ChannelSubject | Promise<ChannelSubject>): void {
  describe(`${name} keeps a channel's promises`, () => {
    it('takes a valid delivery, addressed and attributed', async () => {
      const subject = await open();
      const received = await subject.channel.receive(subject.valid('a1'));
      expect(received.kind === 'inbound' || received.kind === 'voice').toBe(true);
      expect(keysOf(received)).toHaveLength(1);
    });

    it('refuses what is forged', async () => {
      const subject = await open();
      for (const [how, request] of Object.entries(subject.forged)) {
        const received = await subject.channel.receive(request);
        expect(received.kind, how).toBe('refused');
        if (received.kind === 'refused') expect([400, 401, 403], how).toContain(received.ack.status);
      }
    });

    it('ignores its own messages', async () => {
      const { channel, own } = await open();
      if (own) expect((await channel.receive(own)).kind).toBe('nothing');
    });

    it('gives one delivery one key, however often it is told, and another delivery another', async () => {
      const subject = await open();
      const first = keysOf(await subject.channel.receive(subject.valid('a1')));
      const again = keysOf(await subject.channel.receive((subject.toldAgain ?? subject.valid)('a1')));
      const other = keysOf(await subject.channel.receive(subject.valid('b2')));
      expect(again).toEqual(first);
      expect(other).not.toEqual(first);
    });

    it('keeps the place through JSON', async () => {
      const subject = await open();
      const received = await subject.channel.receive(subject.valid('a1'));
      const inbound = received.kind === 'inbound' ? received.inbound[0] : received.kind === 'voice' ? received.inbound : undefined;
      expect(JSON.parse(JSON.stringify(inbound))).toEqual(inbound);
      expect(inbound?.place.channel).toBe(subject.channel.name);
    });

    it('answers any signed bytes without throwing', async () => {
      const subject = await open();
      for (const body of brokenBodies) {
        const received = await subject.channel.receive(subject.signed(Buffer.from(body, 'latin1')));
        expect(['nothing', 'refused'], body.slice(0, 40)).toContain(received.kind);
      }
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.json(),
            fc.uint8Array({ maxLength: 400 }).map((b) => Buffer.from(b).toString('latin1')),
          ),
          async (text) => {
            const received = await subject.channel.receive(subject.signed(Buffer.from(text, 'latin1')));
            expect(['nothing', 'refused', 'inbound', 'voice']).toContain(received.kind);
          },
        ),
        { numRuns: 200 },
      );
    });

    it('names no place that can not be written as UTF-8: nothing could be sent there', async () => {
      const subject = await open();
      const request = subject.valid('a1');
      for (const body of withHalves(request.body.toString())) {
        const received = await subject.channel.receive(subject.signed(Buffer.from(body)));
        const inbound = received.kind === 'inbound' ? received.inbound : received.kind === 'voice' ? [received.inbound] : [];
        for (const { place, key } of inbound) expect(JSON.stringify([place, key]), body.slice(0, 2_000)).not.toMatch(/\\ud[89a-f]/);
      }
    });

    it('takes or refuses a valid delivery with one field changed, and never throws', async () => {
      const subject = await open();
      const body = subject.valid('a1').body.toString();
      let sample: unknown;
      try {
        sample = JSON.parse(body);
      } catch {
        return; // Form-encoded: the channel's own tests mutate its payload.
      }
      const paths = pathsOf(sample);
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue(), async (path, value) => {
          const changed = structuredClone(sample);
          set(changed, path, value);
          const received = await subject.channel.receive(subject.signed(Buffer.from(JSON.stringify(changed))));
          expect(['nothing', 'refused', 'inbound', 'voice']).toContain(received.kind);
        }),
        { numRuns: 500 },
      );
    });
  });
}

/** Bodies in which one member each is half of a surrogate pair, which JSON can write and UTF-8 can't; none for a form of texts alone. */
function withHalves(body: string): string[] {
  const payload = body.startsWith('{') ? body : new URLSearchParams(body).get('payload');
  if (payload === null) return [];
  const sample: unknown = JSON.parse(payload);
  return pathsOf(sample).map((path) => {
    const changed = structuredClone(sample);
    set(changed, path, '\ud800half');
    const text = JSON.stringify(changed);
    return payload === body ? text : new URLSearchParams({ payload: text }).toString();
  });
}

/** The path of every member of a JSON value. */
export function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return path.length ? [path] : [];
  return [...(path.length ? [path] : []), ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

/** Sets what stands at a path. */
export function set(root: unknown, path: readonly string[], value: unknown): void {
  let at = root as Record<string, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[path.at(-1) ?? ''] = value;
}
