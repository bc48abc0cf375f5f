import { afterEach, beforeEach, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { command } from '../command/define.ts';
import { BellhopError, StorageFailed } from '../errors.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { type PersonId, people } from '../people/person.ts';
import { reply } from '../reply/reply.ts';
import { commandId } from './accept.ts';
import { keptBook } from './kept.ts';
import { silent } from './observe.ts';
import { type SpeakHereParts, speakHere } from './speak-here.ts';
import { type VoiceParts, voice } from './voice.ts';

let runs = 0;
/** Whether `slow` may end: said before it runs, it ends at once. */
let mayEnd = Promise.withResolvers<void>();
const release = () => mayEnd.resolve();
const quick = command({ name: 'quick', summary: 'Quick', run: () => reply(`run ${++runs}`) });
const slow = command({ name: 'slow', summary: 'Slow', run: () => mayEnd.promise.then(() => reply('at last')) });
let flaky = 0;
const healing = command({
  name: 'healing',
  summary: 'Healing',
  run() {
    if (++flaky === 1) throw new BellhopError('upstream', 'The upstream is down.', { retryable: true });
    return reply('healed');
  },
});
let oncesRun = 0;
const once = command({ name: 'once', summary: 'Once', repeat: 'never', run: () => reply(`once ${++oncesRun}`) });
const choices = command({ name: 'choices', summary: 'Choices', run: () => reply('Which?', { actions: [once.with({}, { once: true })] }) });
const ada = 'speaker/t1/ada' as PersonId;
const place = { channel: 'speaker', bot: 'main', tenant: 't1', conversation: 'kitchen' };
const idOf = (key: string) => commandId('speaker', 'main', 't1', key);
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const worlds: { close(): Promise<void> }[] = [];

type Parts = Omit<VoiceParts, 'run' | 'inbox'> & Omit<SpeakHereParts, 'channel' | 'inbox'> & { readonly inbox: Inbox };

/** A channel that speaks in its response, and one that can be written to. */
function world(instead: (parts: Parts) => Partial<Parts> = () => ({})) {
  const speaker = paperChannel({
    name: 'speaker',
    can: { ...paperChannel().can, voice: true, proactive: false, edit: false },
    respond: (messages, _, state) => ({ status: 200, body: `${state}: ${messages.map((m) => m.text).join(' ')}` }),
  });
  const paper = paperChannel();
  const made = flowWorld({ commands: [quick, slow, healing, once, choices], channels: [speaker, paper] });
  worlds.push(made);
  const { accept, dispatch, inbox, store, clock } = made;
  const channels = new Map([speaker, paper].map((one) => [one.name, one]));
  const parts = { channel: speaker, channels, accept, dispatch, inbox, store, clock, observer: silent, waitMs: 10_000, keepAgainMs: 20 };
  const given = { ...parts, ...instead(parts) };
  const run = speakHere({ ...given, channel: speaker.name });
  const say = voice({ ...given, run });
  const hasty = voice({ ...given, run, waitMs: 100 });
  const spoken = (text: string, key = text) => made.inbound(text, { key, place, from: { user: 'ada' } });
  return {
    ...made,
    book: keptBook(store, clock),
    paper,
    speaker,
    spoken,
    /** To a voice that waits for the answer, however busy the machine. */
    say: async (text: string, key?: string) => (await say(spoken(text, key), made.clock.now())).body,
    /** To a voice that has no time to wait. */
    sayInHaste: async (text: string, key?: string) => (await hasty(spoken(text, key), made.clock.now())).body,
  };
}

beforeEach(() => {
  mayEnd = Promise.withResolvers();
});
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
  const { sayInHaste, inbox, book } = world();
  expect(await sayInHaste('slow', 'r3')).toMatch(/^later: .*I keep the answer for you.*say: what was the answer/);
  const waits = [{ command: idOf('r3') }];
  expect(await book.waiting(ada, 10)).toMatchObject(waits);
  release();
  await expect.poll(async () => (await inbox.read(idOf('r3')))?.delivery.state).toBe('sent');
  expect(await book.waiting(ada, 10)).toMatchObject(waits);
  expect((await inbox.read(idOf('r3')))?.replies).toEqual([reply('at last')]);
});

it('sends the late answer to the home that the person has elsewhere, and says so', async () => {
  const { sayInHaste, store, paper, book } = world();
  const home = { channel: 'paper', bot: 'main', tenant: 't1', conversation: 'ada', direct: true };
  const person = { id: 'speaker/t1/ada' as never, role: 'member', locale: 'en', timeZone: 'UTC', home } as const;
  await store.put(people, person.id, person);
  expect(await sayInHaste('slow', 'r4')).toBe('later: This takes a little longer. I will send you the answer on Paper.');
  release();
  await expect.poll(() => paper.sent.map(({ text, conversation }) => [text, conversation])).toEqual([['at last', 'ada']]);
  expect(await book.waiting(ada, 10)).toEqual([]);
});

it('speaks an outcome that is there in time, though the disk is slow to take it', async () => {
  const { say, inbox } = world(({ inbox }) => ({
    waitMs: 1_000,
    inbox: { ...inbox, finish: (...of) => pause(1_500).then(() => inbox.finish(...of)) },
  }));
  expect(await say('quick', 'r6')).toMatch(/^answered: run/);
  await expect.poll(async () => (await inbox.read(idOf('r6')))?.delivery.state).toBe('sent');
});

it('is not lost when it comes in the very moment that the person is told to wait', async () => {
  const { say, inbox, book } = world(() => ({ waitMs: 200 }));
  for (let i = 0; i < 8; i++) {
    const key = `edge${i}`;
    mayEnd = Promise.withResolvers();
    const answering = say('slow', key);
    setTimeout(release, 188 + 3 * i);
    const body = await answering;
    await expect.poll(async () => (await inbox.read(idOf(key)))?.delivery.state).toBe('sent');
    const waits = (await book.waiting(ada, 100)).map(({ command }) => command);
    if (body?.startsWith('later')) expect(waits).toContain(idOf(key));
    else {
      expect(body).toMatch(/^answered: at last/);
      expect(waits).not.toContain(idOf(key));
    }
  }
});

it('keeps the outcome once the disk takes it, and runs nothing twice for that', async () => {
  let failures = 0;
  const { say, inbox } = world(({ inbox }) => ({
    waitMs: 3_000,
    inbox: { ...inbox, finish: (...of) => (++failures <= 1 ? Promise.reject(new StorageFailed('The outcome', 'disk full')) : inbox.finish(...of)) },
  }));
  const before = oncesRun;
  expect(await say('once', 'r8')).toBe(`answered: once ${before + 1}`);
  await expect.poll(() => inbox.read(idOf('r8'))).toMatchObject({ state: 'done', delivery: { state: 'sent' } });
  await pause(300);
  expect(oncesRun).toBe(before + 1);
});

it('tells a repeat that still runs where the answer follows, and one that died what became of it', async () => {
  const { say, sayInHaste, accept, spoken, inbox } = world();
  await accept(spoken('slow', 'r9'), { lease: true });
  expect(await sayInHaste('slow', 'r9')).toMatch(/^later: .*I keep the answer/);
  const dead = await accept(spoken('quick', 'r10'), { lease: true });
  if (dead.known || !dead.taken) throw new Error('not taken');
  await inbox.finish(dead.taken, { state: 'dead', replies: [], reason: 'Its process died inside it.' });
  expect(await say('quick', 'r10')).toMatch(/^answered: quick did not finish/);
});

it('gives buttons that count once another token in each answer, and the same in a repeat', async () => {
  const tokens: unknown[] = [];
  const { say } = world(({ channel }) => ({
    channel: {
      ...channel,
      respond: (messages) => {
        tokens.push(messages[0]?.tokens);
        return { status: 200 };
      },
    },
  }));
  for (const key of ['r11', 'r12', 'r11']) await say('choices', key);
  expect(tokens[0]).toEqual([expect.stringMatching(/^!.+\|once$/)]);
  expect(tokens[1]).not.toEqual(tokens[0]);
  expect(tokens[2]).toEqual(tokens[0]);
});

it('says with another answer that something waits', async () => {
  const { say, sayInHaste, book, inbox } = world();
  await sayInHaste('slow', 'r16');
  expect(await say('quick', 'r17')).toMatch(/^answered: run \d+$/);
  release();
  await expect.poll(async () => (await inbox.read(idOf('r16')))?.state).toBe('done');
  expect(await say('quick', 'r14')).toMatch(/^answered: run \d+\s+I kept something for you while you were away: to hear it, say: what did I miss\.$/);
  const [waiting] = await book.waiting(ada, 1);
  if (waiting) await book.tell(waiting, idOf('teller'));
  expect(await say('quick', 'r15')).toMatch(/^answered: run \d+$/);
  expect(await say('quick', 'r14')).toMatch(/say: what did I miss\.$/);
});

it('renders in the zone of the person', async () => {
  const zones: string[] = [];
  const { say, store } = world(({ channel }) => ({
    channel: {
      ...channel,
      render: (reply, context) => {
        zones.push(context.timeZone);
        return channel.render(reply, context);
      },
    },
  }));
  await store.put(people, ada, { id: ada, role: 'member', locale: 'en', timeZone: 'Europe/Madrid', zoneChosen: true });
  await say('quick', 'r13');
  expect(zones).toEqual(['Europe/Madrid']);
});

it('runs what may heal again at once, and keeps its answer', async () => {
  const { say, inbox } = world();
  expect(await say('healing', 'r5')).toMatch(/^later: /);
  await expect.poll(async () => (await inbox.read(idOf('r5')))?.replies, { timeout: 5_000 }).toEqual([reply('healed')]);
});
