import { afterEach, expect, it } from 'vitest';
import { type FlowOptions, flowWorld, paperChannel } from '../../test/flow-world.ts';
import type { CommandId } from '../command/command.ts';
import { command } from '../command/define.ts';
import type { PersonId } from '../people/person.ts';
import { reply } from '../reply/reply.ts';
import { keptBook } from './kept.ts';

const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

const [ada, bob] = ['speaker/t1/ada', 'speaker/t1/bob'] as PersonId[] as [PersonId, PersonId];
const id = (name: string) => name as CommandId;
const dayMs = 86_400_000;

function open(options: Partial<FlowOptions> = {}) {
  const made = flowWorld({ commands: [], ...options });
  worlds.push(made);
  return { ...made, book: keptBook(made.store, made.clock) };
}
const namesOf = (kept: readonly { readonly command: CommandId }[]) => kept.map(({ command }) => command);

it('keeps for one person what waits, oldest first, each once', async () => {
  const { book, later } = open();
  for (const name of ['a', 'b', 'a']) {
    await book.keep(ada, id(name));
    later(1);
  }
  await book.keep(bob, id('c'));
  expect(namesOf(await book.waiting(ada, 10))).toEqual(['a', 'b']);
  expect(namesOf(await book.waiting(ada, 1))).toEqual(['a']);
});

it('is told by one command alone, which may be run again', async () => {
  const { book } = open();
  await book.keep(ada, id('a'));
  const [kept] = await book.waiting(ada, 10);
  if (!kept) throw new Error('nothing waits');
  const told = await Promise.all([book.tell(kept, id('first')), book.tell(kept, id('second'))]);
  expect(told.filter(Boolean)).toHaveLength(1);
  const by = told[0] ? 'first' : 'second';
  expect(await book.tell(kept, id(by))).toBe(true);
  expect(await book.tell(kept, id('third'))).toBe(false);
  expect(await book.waiting(ada, 10)).toEqual([]);
  await book.keep(ada, id('a'));
  expect(await book.waiting(ada, 10)).toEqual([]);
});

it('can be told once more for a day', async () => {
  const { book, later } = open();
  expect(await book.lastTold(ada, 1)).toEqual([]);
  for (const name of ['a', 'b']) await book.keep(ada, id(name));
  for (const kept of await book.waiting(ada, 10)) {
    await book.tell(kept, id('teller'));
    later(1);
  }
  expect(namesOf(await book.lastTold(ada, 1))).toEqual(['b']);
  expect(namesOf(await book.lastTold(ada, 2))).toEqual(['b', 'a']);
  later(dayMs);
  expect(await book.lastTold(ada, 1)).toEqual([]);
});

it('has what was said to nobody, though it was said, and nothing of what was heard', async () => {
  const isThere = { now: false };
  const paper = paperChannel({ isThere: () => isThere.now });
  const hello = command({ name: 'hello', summary: 'Hello', run: () => reply('Hello.') });
  const { book, say } = open({ commands: [hello], channels: [paper] });
  const missed = await say('hello');
  isThere.now = true;
  await say('hello');
  expect(paper.sent.map(({ text }) => text)).toEqual(['Hello.', 'Hello.']);
  expect(namesOf(await book.waiting('paper/t1/ada' as PersonId, 10))).toEqual([missed.command.id]);
});

it('waits for 30 days, and over a restart', async () => {
  const first = open();
  await first.book.keep(ada, id('a'));
  await first.close({ keep: true });
  worlds.pop();
  const second = open({ folder: first.folder });
  second.later(29 * dayMs);
  expect(namesOf(await second.book.waiting(ada, 10))).toEqual(['a']);
  second.later(2 * dayMs);
  expect(await second.book.waiting(ada, 10)).toEqual([]);
});
