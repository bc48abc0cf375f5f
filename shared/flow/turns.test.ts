import { afterEach, describe, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { command } from '../command/define.ts';
import { text } from '../command/kinds/index.ts';
import { reply } from '../reply/reply.ts';
import { turnBook } from './turns.ts';

const help = command({ name: 'help', summary: 'Help', run: () => reply('help') });
const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

/** A command that runs until it is let go. */
function world(busy: 'wait' | 'refuse' = 'wait') {
  const order: string[] = [];
  const letGo: (() => void)[] = [];
  const deploy = command({
    name: 'deploy',
    summary: 'Deploy',
    params: { env: text(), what: text() },
    exclusive: busy === 'wait' ? 'deploy {env}' : { of: 'deploy {env}', busy },
    async run({ env, what }, { signal }) {
      order.push(what);
      await new Promise<void>((resolve, reject) => {
        letGo.push(resolve);
        signal.addEventListener('abort', () => reject(new Error('stopped')));
      });
      return reply(`deployed ${what} to ${env}`);
    },
  });
  const paper = paperChannel();
  const made = flowWorld({ commands: [help, deploy], channels: [paper] });
  worlds.push({
    close() {
      for (const go of letGo) go();
      return made.close();
    },
  });
  return {
    ...made,
    order,
    texts: () => paper.sent.map((one) => one.text),
    begins: (user: string, words: string) => made.accept(made.inbound(words, { from: { user, name: user } })),
    /** Lets the one that has begun last end. */
    end: () => letGo.at(-1)?.(),
  };
}
const soon = { timeout: 5_000, interval: 5 };

describe('what only one command may do at a time', () => {
  it('is done by one after the other, in the order they came; who waits hears who has it', async () => {
    const { begins, order, texts, end } = world();
    await begins('ada', 'deploy prod a');
    await expect.poll(() => order, soon).toEqual(['a']);
    await begins('bob', 'deploy prod b');
    await expect.poll(texts, soon).toEqual(['ada has deploy prod just now; deploy follows as soon as that has ended. cancel takes it back.']);
    await begins('eve', 'deploy prod c');
    await expect.poll(() => texts().at(-1), soon).toMatch(/^ada has deploy prod just now; .* 1 more comes before you/);
    await begins('eve', 'deploy test d');
    await expect.poll(() => order, soon).toEqual(['a', 'd']);
    end();
    await expect.poll(() => texts().at(-1), soon).toBe('deployed d to test');
    expect(order).toEqual(['a', 'd']);
  });

  it('goes on with the next once it has ended, without one that was cancelled meanwhile', async () => {
    const { begins, order, texts, end, inbox } = world();
    await begins('ada', 'deploy prod a');
    await expect.poll(() => order, soon).toEqual(['a']);
    for (const [n, user] of ['bob', 'eve'].entries()) {
      await begins(user, `deploy prod ${user}`);
      await expect.poll(() => texts().length, soon).toBe(n + 1);
    }
    const [waiting] = await inbox.list({ openOf: { channel: 'paper', tenant: 't1', user: 'bob' } }, 5);
    expect(waiting).toMatchObject({ state: 'waiting', waiting: { for: 'time' } });
    if (waiting) await inbox.cancel(waiting.command.id, 'bob');
    end();
    await expect.poll(() => order, soon).toEqual(['a', 'eve']);
    end();
    await expect.poll(() => texts().at(-1), soon).toBe('deployed eve to prod');
  });

  it('is refused where nobody is to wait', async () => {
    const { say, begins, order, texts } = world('refuse');
    await begins('ada', 'deploy prod a');
    await expect.poll(() => order, soon).toEqual(['a']);
    expect(await say('deploy prod b', { from: { user: 'bob' } })).toMatchObject({ state: 'failed', reason: expect.stringContaining('held') });
    expect(texts()).toEqual(['ada has deploy prod just now, and only one may at a time. Nothing was done: try again when that has ended.']);
  });
});

it('a command that names what it is no parameter of is a mistake of its author', () => {
  expect(() => command({ name: 'x', summary: 'x', exclusive: 'x {y}', run: () => reply('') })).toThrow(/names \{y\}, which is no parameter/);
});

describe('a turn', () => {
  const open = () => {
    const made = flowWorld({ commands: [help] });
    worlds.push(made);
    const said = (name: string) => ({ ...made.inbound(''), id: name }) as never;
    const take = (id: string) => book.take('thing', said(id), { name: id }, { forMs: 1_000, waits: true });
    const book = turnBook({ store: made.store, inbox: { wake: async () => false, read: async () => ({}) as never }, clock: made.clock });
    return { ...made, book, take };
  };

  it('is taken again by who has it, and by nobody else until it ends', async () => {
    const { take, later } = open();
    expect(await take('a')).toBeNull();
    expect(await take('a')).toBeNull();
    expect(await take('b')).toEqual({ who: 'a', before: 0 });
    expect(await take('c')).toEqual({ who: 'a', before: 1 });
    later(1_001);
    expect(await take('c')).toEqual({ who: 'a', before: 1 });
    expect(await take('b')).toBeNull();
  });

  it('that a process died with runs out, and the next in line has it', async () => {
    const { take, book, later } = open();
    await take('a');
    await take('b');
    await book.release('thing', 'a' as never);
    expect(await take('c')).toEqual({ before: 0 });
    later(30_001);
    expect(await take('c')).toBeNull();
  });
});
