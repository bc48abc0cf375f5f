import { afterEach, describe, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { command } from '../command/define.ts';
import { integer, text } from '../command/kinds/index.ts';
import { reply } from '../reply/reply.ts';
import { plain } from '../reply/text.ts';
import { manualClock } from '../timers/manual-clock.ts';
import { insist } from '../timers/patience.contract.ts';

let paid: string[] = [];
const help = command({ name: 'help', summary: 'Help', run: (_, { command }) => reply(`help: ${command.raw.text}`) });
const echo = command({ name: 'echo', summary: 'Echo', params: { words: text() }, run: ({ words }) => reply(`echo ${words}`) });
const twice = command({ name: 'double', summary: 'Double', params: { n: integer({ ask: 'Which number?' }) }, run: ({ n }) => reply(`twice ${n}`) });
const tell = command({ name: 'tell', summary: 'Tell', params: { words: text() }, run: ({ words }) => reply(words, { about: 'x' }) });
const pay = command({
  name: 'pay',
  summary: 'Pay',
  repeat: 'never',
  params: { to: text() },
  run({ to }) {
    paid.push(to);
    return reply(`paid ${to}`);
  },
});

const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

/** The way of a command on a day on which acknowledgements get lost, commands are handed out twice and overtake each other, and indexes lag. */
function world(seed: number) {
  paid = [];
  const clock = manualClock(Date.UTC(2026, 0, 5, 9));
  const board = new Map<string, string>();
  let ids = 0;
  const channel = paperChannel({
    render: (shown) =>
      plain(shown.text)
        .split('|')
        .map((part) => ({ text: part })),
    async send(message, _, { edit = `m${++ids}` }) {
      board.set(edit, String(message.text));
      return { message: edit };
    },
    remove: async (id) => void board.delete(id),
  });
  const made = flowWorld({ commands: [help, echo, twice, tell, pay], channels: [channel], clock, unkind: seed });
  worlds.push(made);
  const say = (words: string, conversation = 'c1') => {
    const inbound = made.inbound(words, { place: { channel: 'paper', bot: 'main', tenant: 't1', conversation, direct: true } });
    return insist(() => made.accept(inbound));
  };
  return { ...made, clock, shown: () => [...board.values()], say, pass: (ms: number) => clock.advance(ms) };
}

describe.each([1, 2, 3, 4, 5])('behind unkind drivers, day %i', (seed) => {
  it('every command ends, and its person hears of it', async () => {
    const { say, pass, shown, inbox } = world(seed);
    const said = Array.from({ length: 20 }, (_, i) => `n${i}`);
    for (const words of said) await say(`echo ${words}`);
    for (let i = 0; i < 60; i++) await pass(20_000);
    const dead = await inbox.list({ dead: true }, 100);
    expect((await inbox.depth()).undelivered).toBe(0);
    const told = (words: string) => shown().includes(`echo ${words}`) || dead.some(({ command }) => command.raw.text === `echo ${words}`);
    expect(said.filter((words) => !told(words))).toEqual([]);
    expect(dead.length).toBeLessThan(5);
  });

  it('a question is answered once, by what was said to it', async () => {
    const { say, pass, shown, inbox } = world(seed);
    const rooms = Array.from({ length: 8 }, (_, i) => `r${i}`);
    for (const room of rooms) await say('double', room);
    for (let i = 0; i < 10; i++) await pass(5_000);
    for (const [i, room] of rooms.entries()) await say(`${i}`, room);
    for (let i = 0; i < 60; i++) await pass(20_000);
    const dead = (await inbox.list({ dead: true }, 100)).length;
    const answered = rooms.filter((_, i) => shown().includes(`twice ${i}`)).length;
    expect(answered + dead).toBeGreaterThanOrEqual(rooms.length);
    expect(shown().filter((words) => words.startsWith('help:') || words.includes('stopped waiting'))).toEqual([]);
  });

  it('what must not run twice is run twice by no retry', async () => {
    const { say, pass } = world(seed);
    for (let i = 0; i < 20; i++) await say(`pay p${i}`);
    for (let i = 0; i < 60; i++) await pass(20_000);
    // The wrapper hands some out twice itself, the second time as died inside: then nothing is run.
    expect(paid.filter((to, i) => paid.indexOf(to) !== i)).toEqual([]);
  });

  it('one message stands about one thing in the end, and it is the last', async () => {
    const { say, pass, shown } = world(seed);
    for (const words of ['a|b|c', 'd', 'e|f', 'g|h|i|j', 'last']) {
      await say(`tell ${words}`);
      for (let i = 0; i < 30; i++) await pass(20_000);
    }
    expect(shown()).toEqual(['last']);
  });
});
