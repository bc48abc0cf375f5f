import { afterEach, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { command } from '../command/define.ts';
import { BellhopError, StorageFailed } from '../errors.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { people } from '../people/person.ts';
import { reply } from '../reply/reply.ts';
import { commandId } from './accept.ts';
import { silent } from './observe.ts';
import { keptAnswers } from './target.ts';
import { voice } from './voice.ts';

let runs = 0;
let release: () => void = () => {};
const quick = command({ name: 'quick', summary: 'Quick', run: () => reply(`run ${++runs}`) });
const slow = command({
  name: 'slow',
  summary: 'Slow',
  run: () =>
    new Promise<ReturnType<typeof reply>>((resolve) => {
      release = () => resolve(reply('at last'));
    }),
});
let flaky = 0;
const healing = command({
  name: 'healing',
  summary: 'Healing',
  run() {
    if (++flaky === 1) throw new BellhopError('upstream', 'The upstream is down.', { retryable: true });
    return reply('healed');
  },
});
const place = { channel: 'speaker', bot: 'main', tenant: 't1', conversation: 'kitchen' };
const worlds: { close(): Promise<void> }[] = [];

/** A channel that speaks in its response, and one that can be written to. `finish`: how the inbox keeps what came of a run. */
function world(finish: (real: Inbox['finish']) => Inbox['finish'] = (real) => real) {
  const speaker = paperChannel({
    name: 'speaker',
    can: { ...paperChannel().can, voice: true, proactive: false, edit: false },
    respond: (messages, _, state) => ({ status: 200, body: `${state}: ${messages.map((m) => m.text).join(' ')}` }),
  });
  const paper = paperChannel();
  const made = flowWorld({ commands: [quick, slow, healing], channels: [speaker, paper] });
  worlds.push(made);
  const say = voice({
    channel: speaker,
    accept: made.accept,
    dispatch: made.dispatch,
    inbox: { ...made.inbox, finish: finish((...args) => made.inbox.finish(...args)) },
    clock: made.clock,
    observer: silent,
    waitMs: 200,
    keepAgainMs: 20,
  });
  const spoken = (text: string, key = text) => made.inbound(text, { key, place, from: { user: 'ada' } });
  return { ...made, paper, speaker, spoken, say: async (text: string, key?: string) => (await say(spoken(text, key), made.clock.now())).body };
}

afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

it('speaks the answer in the response, and sends nothing besides', async () => {
  const { say, speaker } = world();
  expect(await say('quick')).toMatch(/^answered: run \d+$/);
  expect(speaker.sent).toEqual([]);
});

it('gives a repeat of the request the stored answer', async () => {
  const { say } = world();
  const first = await say('quick', 'r1');
  expect(await say('quick', 'r1')).toBe(first);
});

it('gives two tellings at once one run and one answer', async () => {
  const { say } = world();
  const before = runs;
  const both = await Promise.all([say('quick', 'r2'), say('quick', 'r2')]);
  expect(new Set(both).size).toBe(1);
  expect(runs).toBe(before + 1);
});

it('says that the answer follows when it takes too long, and keeps it for when they ask', async () => {
  const { say, inbox, store } = world();
  expect(await say('slow', 'r3')).toBe('later: ');
  release();
  await expect.poll(async () => (await inbox.read(commandId('speaker', 'main', 't1', 'r3')))?.delivery.state).toBe('sent');
  const kept = await store.get(keptAnswers, 'speaker/t1/ada');
  expect((await inbox.read(kept?.value.command as never))?.replies).toEqual([reply('at last')]);
});

it('sends the late answer to the home that the person has elsewhere', async () => {
  const { say, store, paper } = world();
  const home = { channel: 'paper', bot: 'main', tenant: 't1', conversation: 'ada', direct: true };
  const person = { id: 'speaker/t1/ada' as never, role: 'member', locale: 'en', timeZone: 'UTC', home } as const;
  await store.put(people, person.id, person);
  await say('slow', 'r4');
  release();
  await expect.poll(() => paper.sent.map(({ text, conversation }) => [text, conversation])).toEqual([['at last', 'ada']]);
});

it('runs what may heal again at once, and keeps its answer', async () => {
  const { say, inbox } = world();
  expect(await say('healing', 'r5')).toBe('later: ');
  await expect.poll(async () => (await inbox.read(commandId('speaker', 'main', 't1', 'r5')))?.replies, { timeout: 5_000 }).toEqual([reply('healed')]);
});

it('is heard once, also when the disk takes longer to keep it than the person waits', async () => {
  const { say, inbox, speaker, paper } = world((real) => async (...args) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    return real(...args);
  });
  expect(await say('quick', 'r6')).toMatch(/^answered: run \d+$/);
  const id = commandId('speaker', 'main', 't1', 'r6');
  await expect.poll(async () => (await inbox.read(id))?.state).toBe('done');
  expect((await inbox.read(id))?.delivery.state).toBe('sent');
  expect([...speaker.sent, ...paper.sent]).toEqual([]);
});

it('is run once, also when the disk does not take what came of it', async () => {
  let refusals = 3;
  const { say, inbox } = world((real) => async (...args) => {
    if (refusals-- > 0) throw new StorageFailed('A change', new Error('full'));
    return real(...args);
  });
  const before = runs;
  expect(await say('quick', 'r7')).toMatch(/^answered: run \d+$/);
  await expect.poll(async () => (await inbox.read(commandId('speaker', 'main', 't1', 'r7')))?.state).toBe('done');
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(runs).toBe(before + 1);
});

it('is not lost when it comes in the very moment that the person is told to wait', async () => {
  const { say, inbox, store } = world();
  for (let i = 0; i < 8; i++) {
    const key = `edge${i}`;
    const answering = say('slow', key);
    setTimeout(() => release(), 188 + 3 * i);
    const body = await answering;
    const id = commandId('speaker', 'main', 't1', key);
    await expect.poll(async () => (await inbox.read(id))?.delivery.state).toBe('sent');
    const kept = (await store.get(keptAnswers, 'speaker/t1/ada'))?.value.command;
    if (body === 'later: ') expect(kept).toBe(id);
    else expect(body).toBe('answered: at last');
  }
});
