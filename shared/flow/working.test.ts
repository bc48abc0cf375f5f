import { afterEach, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { command } from '../command/define.ts';
import { choice } from '../command/kinds/index.ts';
import { reply } from '../reply/reply.ts';

const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

function world(working: (says: string) => Promise<void>, run: () => Promise<void>) {
  const slow = command({
    name: 'slow',
    summary: 'Slow',
    async run() {
      await run();
      return reply('Done');
    },
  });
  const ask = command({ name: 'ask', summary: 'Ask', params: { what: choice({ of: ['a', 'b'] }) }, run: ({ what }) => reply(`It is ${what}`) });
  const home = command({ name: 'home', summary: 'Home', hidden: true, run: () => reply('Home') });
  const welcome = command({ name: 'welcome', summary: 'Hello', hidden: true, run: () => reply('Hello') });
  const paper = paperChannel({ working: (_, says) => working(says) });
  const made = flowWorld({ channels: [paper], commands: [slow, ask, home, welcome], quietMs: 1 });
  worlds.push(made);
  return { ...made, paper };
}

it('a command that runs for longer than a moment is shown to run, until it ends', async () => {
  const shown: string[] = [];
  let seen = () => {};
  const sign = new Promise<void>((resolve) => {
    seen = resolve;
  });
  const { say } = world(
    async (says) => {
      shown.push(says);
      seen();
    },
    () => sign,
  );
  await say('slow');
  await expect.poll(() => shown).toEqual(['is working on slow…', '']);
});

it('a sign that fails holds nobody up, and what has ended already needs none', async () => {
  let asked = 0;
  const { say, paper } = world(
    async () => {
      asked++;
      throw new Error('no');
    },
    async () => {},
  );
  await say('slow');
  expect(paper.sent.map(({ text }) => text)).toEqual(['Done']);
  expect(asked).toBeLessThanOrEqual(1);
});

it('who looks at their start page is still asked what they were asked; who opens a new session is not', async () => {
  const { say, paper } = world(
    async () => {},
    async () => {},
  );
  await say('ask');
  await say({ kind: 'event', event: 'home' });
  await say('a');
  expect(paper.sent.at(-1)?.text).toBe('It is a');
  await say('ask');
  await say({ kind: 'event', event: 'welcome' });
  await say('a');
  expect(paper.sent.at(-1)?.text).not.toBe('It is a');
});
