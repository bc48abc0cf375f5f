import { afterEach, describe, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import type { Channel } from '../channel/channel.ts';
import type { CommandId } from '../command/command.ts';
import { SendFailed, StorageFailed } from '../errors.ts';
import type { CommandRecord } from '../inbox/inbox.ts';
import { type Person, people, personId } from '../people/person.ts';
import { type Reply, reply } from '../reply/reply.ts';
import { type DeliverParts, deliverer } from './deliver.ts';
import { type Observer, silent } from './observe.ts';

const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

const full = () => new StorageFailed('A change', new Error('full'));

/** Delivers `replies` once, over the real drivers with some of their verbs broken. */
function delivering(channel: Channel, broken: (parts: DeliverParts) => Partial<DeliverParts> = () => ({})) {
  const world = flowWorld({ commands: [], channels: [channel] });
  worlds.push(world);
  const told: Parameters<Observer['deliveryFailed']>[0][] = [];
  const parts: DeliverParts = {
    store: world.store,
    limits: { take: async (_, now) => now, block: async () => {} },
    channels: new Map([[channel.name, channel]]),
    clock: world.clock,
    random: () => 0.5,
    inbox: world.inbox,
    observer: { ...silent, deliveryFailed: (about) => void told.push(about) },
    sendTimeoutMs: 50,
  };
  const deliver = deliverer({ ...parts, ...broken(parts) });
  const id = 'c1' as CommandId;
  const record = (replies: readonly Reply[], sent = 0): CommandRecord => ({
    command: {
      id,
      name: 'x',
      raw: {},
      from: { user: 'ada' },
      place: { channel: channel.name, bot: 'main', tenant: 't1', conversation: 'c1', user: 'ada' },
      priority: 'interactive',
      saidAt: 0,
      acceptedAt: 0,
      trace: id,
    },
    state: 'done',
    attempt: 1,
    replies,
    delivery: { state: 'pending', sent, attempts: 0 },
    due: 0,
    endedAt: 1,
  });
  return {
    deliver: (...replies: readonly Reply[]) => deliver(record(replies)),
    again: (sent: number, ...replies: readonly Reply[]) => deliver(record(replies, sent)),
    store: world.store,
    told,
  };
}

describe('what went out is not sent again', () => {
  const long: Reply = reply('b', { actions: [{ label: 'b', command: 'b', args: { words: 'w'.repeat(200) } }] });

  it('though the disk then fails to keep a button', async () => {
    const paper = paperChannel();
    const { deliver } = delivering(paper, ({ store }) => ({ store: { ...store, put: () => Promise.reject(full()) } }));
    expect(await deliver(reply('a'), long)).toMatchObject({ state: 'later', sent: 1, counts: true });
    expect(paper.sent.map(({ text }) => text)).toEqual(['a']);
  });

  it('though the limits then can not be asked', async () => {
    const paper = paperChannel();
    let asked = 0;
    const { deliver } = delivering(paper, () => ({
      limits: { take: (_, now) => (++asked > 1 ? Promise.reject(full()) : Promise.resolve(now)), block: () => Promise.reject(full()) },
    }));
    expect(await deliver(reply('a'), reply('b'))).toMatchObject({ state: 'later', sent: 1, counts: true });
  });

  it('though the limits can not be told of a Retry-After', async () => {
    const busy = new SendFailed('busy', 'Busy.', { retryable: true, retryAfterMs: 7_000 });
    const paper = paperChannel({ before: ({ text }) => (text === 'b' ? raise(busy) : undefined) });
    const { deliver } = delivering(paper, ({ limits }) => ({ limits: { ...limits, block: () => Promise.reject(full()) } }));
    expect(await deliver(reply('a'), reply('b'))).toMatchObject({ state: 'later', sent: 1, reason: 'Busy.' });
  });
});

it('a reply that its channel can not show is a dead letter at once: another try would make the same of it', async () => {
  const paper = paperChannel({ render: () => raise(new TypeError('no such part')) });
  const { deliver, told } = delivering(paper);
  expect(await deliver(reply('a'))).toMatchObject({ state: 'dead', sent: 0, reason: expect.stringContaining('no such part') });
  expect(told).toMatchObject([{ reason: 'render', dead: true }]);
});

it('a send that hangs is told as maybe sent, but not one that may be repeated freely', async () => {
  let hangs = false;
  const paper = paperChannel({ send: () => (hangs ? new Promise(() => {}) : Promise.resolve({ message: 'm1' })) });
  const { deliver, told } = delivering(paper);
  const about = reply('a', { about: 'incident:1' });
  expect((await deliver(about)).state).toBe('sent');
  hangs = true;
  expect(await deliver(about)).toMatchObject({ state: 'later', counts: true });
  expect(await deliver(reply('b'))).toMatchObject({ state: 'later', counts: true });
  expect(told.map(({ reason, maybeSent }) => [reason, maybeSent])).toEqual([
    ['timeout', false],
    ['timeout', true],
  ]);
});

function raise(cause: unknown): never {
  throw cause;
}

describe('where nothing reaches them, whatever is said', () => {
  const closed = new SendFailed('window', 'More than a day has passed.', { outOfReach: true, hint: 'They write again.' });
  const shut = () => paperChannel({ before: () => raise(closed) });
  const home = { channel: 'other', bot: 'main', tenant: 't2', conversation: 'home', direct: true };

  async function moving(other: ReturnType<typeof paperChannel>, at = home, asked = shut()) {
    const made = delivering(asked, ({ channels }) => ({ channels: new Map([...channels, ['other', other]]) }));
    const [id, linkedTo] = [personId({ channel: 'paper', tenant: 't1' }, 'ada'), personId(at, 'ada')];
    const one = { role: 'member', locale: 'en', timeZone: 'UTC' } as const;
    const here = { channel: 'paper', bot: 'main', tenant: 't1', conversation: 'c1', direct: true };
    await made.store.put<Person>(people, id, { ...one, id, linkedTo, home: here }, { expect: 0 });
    await made.store.put<Person>(people, linkedTo, { ...one, id: linkedTo, identities: [id], prefers: 'paper', home: at }, { expect: 0 });
    return made;
  }

  it('it goes to their home on a channel that they have linked, and says so', async () => {
    const other = paperChannel({ name: 'other' });
    const { deliver, told } = await moving(other);
    expect(await deliver(reply('Down!'), reply('Again: down'))).toEqual({ state: 'sent', sent: 2 });
    expect(other.sent.map(({ text, conversation }) => [conversation, text])).toEqual([
      ['home', 'Down!\n\nPaper takes nothing for you until you write there again, so I tell you here.'],
      ['home', 'Again: down'],
    ]);
    expect(told).toEqual([]);
  });

  it('it goes on there where that was interrupted, and nothing is said twice', async () => {
    let broken = true;
    const other = paperChannel({
      name: 'other',
      before: ({ text }) => (broken && text === 'b' ? raise(new SendFailed('busy', 'Busy.', { retryable: true })) : undefined),
    });
    const { deliver, again } = await moving(other);
    expect(await deliver(reply('a'), reply('b'))).toMatchObject({ state: 'later', sent: 1 });
    broken = false;
    expect(await again(1, reply('a'), reply('b'))).toEqual({ state: 'sent', sent: 2 });
    expect(other.sent.map(({ text }) => text.slice(0, 1))).toEqual(['a', 'b']);
  });

  it('after a part of it went out, it goes on there with the reply that was refused', async () => {
    const other = paperChannel({ name: 'other' });
    let taken = 0;
    const half = paperChannel({ before: () => (++taken > 2 ? raise(closed) : undefined) });
    const { deliver } = await moving(other, home, half);
    expect(await deliver(reply('a'), reply('b'), reply('c'), reply('d'))).toEqual({ state: 'sent', sent: 2 });
    expect(half.sent.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(other.sent.map(({ text }) => text)).toEqual([expect.stringMatching(/^c\n\nPaper takes nothing/), 'd']);
  });

  it('nor anywhere else, it is a dead letter with the mend', async () => {
    const { deliver, told } = delivering(shut());
    expect(await deliver(reply('Down!'))).toEqual({ state: 'dead', sent: 0, reason: 'More than a day has passed. They write again.' });
    expect(told).toMatchObject([{ channel: 'paper', reason: 'window', dead: true }]);
  });

  it('and their home is off, it is one too', async () => {
    const { deliver } = await moving(paperChannel({ name: 'other' }), { ...home, channel: 'gone' });
    expect(await deliver(reply('Down!'))).toMatchObject({ state: 'dead' });
  });
});
