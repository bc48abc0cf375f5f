import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Inbound, Said } from '../channel/inbound.ts';
import { catalogueOf } from '../command/catalogue.ts';
import type { Command } from '../command/command.ts';
import { command } from '../command/define.ts';
import { text } from '../command/kinds/index.ts';
import { tokenOf } from '../reply/action.ts';
import { acceptor } from './accept.ts';

const echo = command({ name: 'echo', summary: 'Echo', phrases: ['say {words}'], params: { words: text() }, run: () => undefined });
const catalogue = catalogueOf([echo]);

/** The command that a delivery becomes. */
async function commandFor(said: Said, over: Partial<Inbound> = {}): Promise<Command> {
  const kept: Command[] = [];
  const accept = acceptor({
    inbox: {
      async accept(one) {
        kept.push(one);
        return { known: false };
      },
    },
    catalogue: () => catalogue,
    clock: { now: () => Date.UTC(2026, 0, 5) },
  });
  await accept({
    key: 'k'.repeat(60),
    place: {
      channel: 'teams',
      bot: 'main',
      tenant: 't'.repeat(36),
      conversation: 'c'.repeat(200),
      message: 'm'.repeat(30),
      via: { serviceUrl: `https://smba.example/${'x'.repeat(60)}`, userId: 'u'.repeat(100), botId: 'b'.repeat(60) },
    },
    from: { user: 'u'.repeat(100), name: 'Ada' },
    said,
    saidAt: 0,
    ...over,
  });
  const [only] = kept;
  if (!only) expect.fail('nothing was kept');
  return only;
}

const bytesOf = (one: Command) => Buffer.byteLength(JSON.stringify(one));
/** Any length of anything, the dearest characters of JSON among them. */
const anyText = fc
  .tuple(fc.constantFrom('a', 'ü', '字', '😀', '\u0000', '"', '\\', '\ud800', '|', '='), fc.integer({ min: 0, max: 20_000 }))
  .map(([unit, count]) => unit.repeat(count));

describe("a command's record stays below 8 KB", () => {
  it('whatever is said, pressed or spoken', async () => {
    const said: fc.Arbitrary<Said> = fc.oneof(
      anyText.map((words) => ({ kind: 'text' as const, text: `echo ${words}` })),
      anyText.map((words) => ({ kind: 'text' as const, text: words })),
      anyText.map((words) => ({ kind: 'action' as const, token: tokenOf({ label: '', command: 'echo', args: { words } }, '') })),
      anyText.map((words) => ({ kind: 'action' as const, token: `#${words}` })),
      fc.dictionary(fc.string(), anyText).map((slots) => ({ kind: 'intent' as const, intent: 'EchoIntent', slots })),
      anyText.map((words) => ({ kind: 'intent' as const, intent: 'RunCommandIntent', slots: { words } })),
    );
    await fc.assert(
      fc.asyncProperty(said, anyText, async (one, name) => {
        expect(bytesOf(await commandFor(one, { from: { user: 'u', name } }))).toBeLessThan(8_192);
      }),
      { numRuns: 300 },
    );
  });

  it('and what is within the limit is kept whole', async () => {
    for (const words of ['x'.repeat(3_990), '字'.repeat(1_900)])
      expect((await commandFor({ kind: 'text', text: `echo ${words}` })).raw).toEqual({ text: `echo ${words}` });
  });
});
