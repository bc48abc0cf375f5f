import { expect } from 'vitest';
import { reminders } from '../../jobs/reminders/reminder.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Command } from '../../shared/command/command.ts';
import type { Inbox, Outcome, Taken } from '../../shared/inbox/inbox.ts';
import { answer, delivering, newCommand, working } from '../../shared/inbox/subject.contract.ts';
import { type PersonId, people } from '../../shared/people/person.ts';
import type { Secrets } from '../../shared/secrets/secrets.ts';
import type { Sample, Series } from '../../shared/series/series.ts';
import { collection, type Store } from '../../shared/store/store.ts';
import type { ManualClock } from '../../shared/timers/manual-clock.ts';
import type { Timers } from '../../shared/timers/timers.ts';
import type { Counts, Source } from './world.ts';

/** The ports of an installation of either world. */
export interface Installation {
  readonly inbox: Inbox;
  readonly store: Store;
  readonly timers: Timers;
  readonly secrets: Secrets;
  readonly blobs: Blobs;
  readonly series: Series;
}

/** One of people's own. */
export const notes = collection<{ readonly words: string; readonly endsAt: number | null }>('own_notes', {
  indexes: { byWords: ({ words }) => (words === '' ? null : { partition: 'all', sort: words }) },
  expiresAt: ({ endsAt }) => endsAt,
});

const hourMs = 3_600_000;
const large = 'word '.repeat(9_000);
export const person = 'slack/T1/U1' as PersonId;
const pixel = Buffer.from(Array.from({ length: 120_000 }, (_, i) => (i * i) % 251));

const handlers: Readonly<Record<string, (now: number) => Outcome | Promise<Outcome>>> = {
  answered: () => answer('It is up'),
  large: () => answer(large),
  sent: () => answer('Told'),
  refused: () => answer('Never told'),
  asks: (now) => ({ state: 'waiting', replies: [{ text: 'Which?' }], for: 'input', until: now + hourMs, data: { step: 2 } }),
  dead: () => ({ state: 'dead', replies: [], reason: 'Nobody could. 🛎' }),
  failed: () => ({ state: 'failed', replies: [], error: { code: 'no', message: 'No.' } }),
  later: (now) => ({ state: 'accepted', at: now + hourMs, reason: 'busy' }),
  hangs: () => new Promise(() => {}),
};

export type Filled = Readonly<Record<string, Command>>;

const watched = (at: number): Sample[] =>
  [0, 1, 2].map((i) => ({ series: 'check:1', at: at + i * 60_000, forMs: 60_000, state: i === 2 ? 'down' : 'up', ms: 100 }));

/** Fills it with one of each, and leaves a command running, for ever. Answers the commands by name. */
export async function fill({ inbox, store, timers, secrets, blobs, series }: Installation, clock: ManualClock): Promise<Filled> {
  const now = clock.now();
  const made: Record<string, Command> = {};
  const accept = async (name: string) => {
    made[name] = newCommand(clock, { name, trace: `trace of ${name}`, raw: { text: `${name} Zoë \ud83d 🛎` } });
    await inbox.accept(made[name]);
    await clock.advance(1);
  };
  // One at a time: the last hangs, and nobody takes what comes after it.
  working(inbox, ({ record }: Taken) => handlers[record.command.name]?.(clock.now()) ?? answer(''), { concurrency: 1 });
  const sender = delivering(inbox, ({ command }) =>
    command.name === 'sent' ? { state: 'sent' } : { state: 'dead', reason: 'not_in_channel', sent: 0 },
  );
  for (const name of ['sent', 'refused']) await accept(name);
  await expect.poll(() => inbox.depth(), { timeout: 8_000 }).toMatchObject({ undelivered: 0, dead: 1 });
  await sender.stop();
  for (const name of ['answered', 'large', 'asks', 'dead', 'failed', 'later', 'hangs']) await accept(name);
  await expect.poll(() => inbox.depth(), { timeout: 8_000 }).toMatchObject({ running: 1, undelivered: 3 });
  await accept('accepted');

  await store.put(people, person, { id: person, role: 'admin', locale: 'de', timeZone: 'Europe/Berlin', name: 'Zoë \ud83d' });
  await store.put(people, person, { id: person, role: 'admin', locale: 'de', timeZone: 'Europe/Berlin', name: 'Zoë \ud83d 2' });
  const place = { channel: 'slack', bot: 'main', tenant: 'T1', conversation: 'C1' };
  for (const [id, at] of [
    ['a1', now + 90 * 60_000],
    ['b2', now + 40 * 86_400_000],
  ] as const) {
    await store.put(reminders, id, { id, what: 'to stretch', at, timeZone: 'UTC', madeAt: now, person, from: { user: 'U1' }, place, version: 1 });
  }
  await store.put(notes, 'of mine#\u0001', { words: 'x'.repeat(2_000), endsAt: null });
  await store.put(notes, 'unlisted', { words: '', endsAt: now + hourMs });
  await store.put(notes, 'over', { words: 'over', endsAt: now + 1 });
  await store.put(notes, 'gone', { words: 'gone', endsAt: null });
  await store.delete(notes, 'gone');

  await timers.arm('past', 1, now - 1_000);
  await timers.arm('soon', 3, now + 600);
  await timers.arm('far 🛎', 2, now + 40 * 86_400_000);
  await timers.arm('taken away', 1, now + hourMs);
  await timers.disarm('taken away');

  await secrets.put('slack/T1/bot', 'xoxb-secret \ud83d');
  await secrets.rotate();
  await secrets.put('teams/T2/bot', 'another secret');

  await blobs.put('reports/a.png', pixel, { contentType: 'image/png' });
  await blobs.put('reports/empty', Buffer.alloc(0), { contentType: 'text/plain', endsAt: now + 40 * 86_400_000 });
  // Packed, of a day before; and of today, just come.
  const today = now - (now % 86_400_000) + hourMs;
  await series.append(watched(today - 86_400_000));
  await series.sweep();
  await series.append(watched(today));
  await clock.advance(1);
  return made;
}

/** What an installation has, in one order, to be compared. */
export async function contentOf(source: Source) {
  const all = async <T>(some: AsyncIterable<readonly T[]> | Iterable<readonly T[]>, key: (one: T) => string) =>
    (await Array.fromAsync(some)).flat().sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const blobs = await Array.fromAsync(source.blobs(), async ({ head, content }) => ({ head, bytes: Buffer.concat(await Array.fromAsync(content)) }));
  return {
    commands: await all(source.commands(), ({ command }) => command.id),
    records: await all(source.records(), ({ collection: name, key }) => `${name} ${key}`),
    timers: await all(source.timers(), ({ id }) => id),
    secrets: await Array.fromAsync(source.secrets()),
    blobs,
    series: (await all(source.series(), ({ series, day }) => `${series} ${day}`)).map(({ block, ...day }) => ({
      ...day,
      block: Buffer.from(block).toString('hex'),
    })),
  };
}

export const counts: Counts = { commands: 10, records: 5, timers: 3, secrets: 2, blobs: 2, days: 2 };

/** What is promised of an installation that `fill`ed content was restored into. */
export async function goesOn({ inbox, store, timers, secrets, blobs, series }: Installation, made: Filled, clock: Clock): Promise<void> {
  const of = (name: string): Command => made[name] ?? expect.fail(`${name} was not made`);

  // A delivery that is told again is known, whatever became of it.
  for (const command of Object.values(made)) expect(await inbox.accept(command)).toMatchObject({ known: true, record: { command } });

  const worker = working(inbox, ({ record }) => (record.command.name === 'asks' ? answer('That one') : answer('at last')));
  const sender = delivering(inbox, () => ({ state: 'sent' }));
  const ran = (name: string) => worker.seen.filter(({ record }) => record.command.id === of(name).id);
  await expect.poll(() => [ran('accepted').length, ran('hangs').length], { timeout: 8_000 }).toEqual([1, 1]);
  expect(ran('accepted')[0]).toMatchObject({ diedInside: false });
  expect(ran('hangs')[0]).toMatchObject({ diedInside: true, record: { attempt: 2 } });
  const told = () => sender.seen.filter(({ command }) => command.id === of('answered').id || command.id === of('large').id);
  await expect
    .poll(() => told().map(({ replies }) => replies), { timeout: 8_000 })
    .toEqual(expect.arrayContaining([[{ text: 'It is up' }], [{ text: large }]]));
  expect(await inbox.wake(of('asks').id, 'this one')).toBe(true);
  await expect.poll(() => ran('asks')[0]?.woken, { timeout: 8_000 }).toEqual({ by: 'input', for: 'input', data: { step: 2 }, input: 'this one' });
  const dead = async () => (await inbox.list({ dead: true }, 10)).map(({ command }) => command.name);
  expect((await dead()).sort()).toEqual(['dead', 'refused']);
  expect(await inbox.redrive(of('dead').id)).toBe(true);
  await expect.poll(() => ran('dead').length, { timeout: 8_000 }).toBe(1);
  expect(await inbox.drop(of('refused').id)).toBe(true);
  expect(worker.seen.some(({ record }) => ['sent', 'failed', 'later'].includes(record.command.name))).toBe(false);
  await Promise.all([worker.stop(), sender.stop()]);

  const fired: string[] = [];
  const over = new AbortController();
  const consuming = timers.consume(async ({ id, version }) => void fired.push(`${id} ${version}`), { signal: over.signal });
  await expect.poll(() => [...new Set(fired)].sort(), { timeout: 8_000 }).toEqual(['past 1', 'soon 3']);
  over.abort();
  await consuming;

  expect(await store.get(people, person)).toMatchObject({ version: 2, value: { name: 'Zoë \ud83d 2' } });
  expect(await store.put(people, person, { id: person, role: 'guest', locale: 'de', timeZone: 'UTC' }, { expect: 2 })).toBe(3);
  const open = async () => (await store.query(reminders, { index: 'person', partition: person })).items.map(({ key }) => key);
  expect(await open()).toEqual(['a1', 'b2']);
  // Forgotten is forgotten.
  expect(await store.delete(reminders, 'a1', { expect: 1 })).toBe(true);
  expect(await open()).toEqual(['b2']);
  await timers.disarm('far 🛎');
  expect(await store.get(notes, 'of mine#\u0001')).toMatchObject({ version: 1 });
  expect((await store.query(notes, { index: 'byWords', partition: 'all' })).items).toHaveLength(1);
  expect(await secrets.get('slack/T1/bot')).toBe('xoxb-secret \ud83d');
  expect((await secrets.list('')).names).toEqual(['slack/T1/bot', 'teams/T2/bot']);
  expect((await blobs.head('reports/a.png'))?.bytes).toBe(pixel.length);
  expect((await blobs.head('reports/empty'))?.endsAt).toBeGreaterThan(clock.now());
  const [seen] = await series.read('check:1', clock.now() - 3 * 86_400_000, clock.now() + 86_400_000);
  expect(seen?.stateMs).toEqual({ up: 240_000, down: 120_000, unknown: 0, maintenance: 0 });
}
