import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Place } from '../../shared/channel/inbound.ts';
import { Refusal } from '../../shared/errors.ts';
import { type PersonId, people, personId } from '../../shared/people/person.ts';
import { manualClock, settle } from '../../shared/timers/manual-clock.ts';
import { type OpenOptions, type OpenSkills, openSkills } from '../../test/open-skills.ts';
import { type ReminderDraft, remindersMax } from './book.ts';
import { skill } from './index.ts';
import { reminders, timerOf } from './reminder.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

function open(options: OpenOptions = {}): OpenSkills {
  const one = openSkills([skill], options);
  opened.push(one);
  return one;
}

const place: Place = { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'k1', thread: 'th', message: 'm1' };
const person = personId(place, 'u1');

const draft = (key: string, at: number, more: Partial<ReminderDraft> = {}): ReminderDraft => ({
  key,
  what: 'stretch',
  at,
  timeZone: 'Europe/Berlin',
  person,
  from: { user: 'u1', name: 'Ada' },
  place,
  ...more,
});

/** Hands due timers to the job, as the process does. */
function consume({ timers, ...deps }: OpenSkills): () => Promise<void> {
  const stop = new AbortController();
  const done = timers.consume((due) => skill.timers?.fire(due, { timers, ...deps }) ?? Promise.resolve(), { signal: stop.signal });
  return async () => {
    stop.abort();
    await done;
  };
}

describe('reminders', () => {
  it('issues a command at its time, once, where it was made', async () => {
    const bell = open();
    const at = bell.clock.now() + 120_000;
    await bell.services.reminders.add(draft('a', at));
    const stop = consume(bell);
    await bell.clock.advance(119_999);
    expect(bell.issued).toEqual([]);
    await bell.clock.advance(1);
    const { message: _, ...here } = place;
    expect(bell.issued).toMatchObject([
      {
        name: 'reminder_due',
        raw: { args: { what: 'stretch', at: new Date(at).toISOString() } },
        from: { user: 'u1' },
        place: here,
        priority: 'interactive',
      },
    ]);
    expect(bell.issued[0]?.place.message).toBeUndefined();
    await bell.clock.advance(3_600_000);
    expect(bell.issued).toHaveLength(1);
    expect(await bell.services.reminders.list(person)).toEqual([]);
    await stop();
  });

  it('is made once by one command, however often it runs', async () => {
    const bell = open();
    const first = await bell.services.reminders.add(draft('same', bell.clock.now() + 1_000));
    const again = await bell.services.reminders.add(draft('same', bell.clock.now() + 9_000, { what: 'other' }));
    expect(again).toEqual(first);
    const [both] = await Promise.all([0, 1].map(() => bell.services.reminders.add(draft('at once', bell.clock.now() + 1_000))));
    expect(both?.what).toBe('stretch');
    expect(await bell.services.reminders.list(person)).toHaveLength(2);
  });

  it('issues under the same key when its timer fires again before it was marked', async () => {
    const bell = open();
    const { id, at } = await bell.services.reminders.add(draft('a', bell.clock.now() + 1_000));
    const due = { id: timerOf({ id, place }), version: 1, due: at };
    const before = await bell.store.get(reminders, id);
    await skill.timers?.fire(due, bell);
    if (before) await bell.store.put(reminders, id, before.value);
    await skill.timers?.fire(due, bell);
    expect(bell.issued.map(({ key }) => key)).toEqual([`reminder/${id}/1`, `reminder/${id}/1`]);
  });

  it('is told by a timer that was set when ids named no tenant', async () => {
    const bell = open();
    const { id, at } = await bell.services.reminders.add(draft('a', bell.clock.now() + 1_000));
    await skill.timers?.fire({ id: `reminder/${id}`, version: 1, due: at }, bell);
    expect(bell.issued).toHaveLength(1);
    await skill.timers?.fire({ id: timerOf({ id, place }), version: 1, due: at }, bell);
    expect(bell.issued).toHaveLength(1);
  });

  it('ignores a timer of another version, of one forgotten, and of one that has fired', async () => {
    const bell = open();
    const { id, at } = await bell.services.reminders.add(draft('a', bell.clock.now() + 1_000));
    await skill.timers?.fire({ id: timerOf({ id, place }), version: 2, due: at }, bell);
    await skill.timers?.fire({ id: timerOf({ id: 'none', place }), version: 1, due: at }, bell);
    expect(bell.issued).toEqual([]);
    await skill.timers?.fire({ id: timerOf({ id, place }), version: 1, due: at }, bell);
    await skill.timers?.fire({ id: timerOf({ id, place }), version: 1, due: at }, bell);
    expect(bell.issued).toHaveLength(1);
  });

  it('is tried again when the inbox is full', async () => {
    let full = true;
    const bell = open({ issue: async () => (full ? Promise.reject(new Error('full')) : undefined) });
    await bell.services.reminders.add(draft('a', bell.clock.now() + 1_000));
    const stop = consume(bell);
    await bell.clock.advance(1_000);
    expect(bell.issued).toEqual([]);
    full = false;
    await bell.clock.advance(60_000);
    expect(bell.issued).toHaveLength(1);
    await stop();
  });

  it('survives a restart, and fires late rather than never', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bellhop-reminders-'));
    const clock = manualClock();
    const before = openSkills([skill], { folder, clock });
    await before.services.reminders.add(draft('a', clock.now() + 60_000));
    before.close();
    await clock.jump(3_600_000);
    const after = openSkills([skill], { folder, clock });
    const stop = consume(after);
    await settle();
    expect(after.issued).toHaveLength(1);
    await stop();
    after.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('arms at start what has no timer, and leaves the others as they are', async () => {
    const bell = open();
    const made = await Promise.all([...'abcdefghij'].map((key) => bell.services.reminders.add(draft(key, bell.clock.now() + 1_000))));
    for (const { id } of made.slice(0, 5)) await bell.timers.disarm(timerOf({ id, place }));
    await skill.start?.(bell);
    const stop = consume(bell);
    await bell.clock.advance(1_000);
    expect(bell.issued).toHaveLength(10);
    await stop();
  });

  it('lists those that wait for one person, soonest first', async () => {
    const bell = open();
    await bell.services.reminders.add(draft('later', bell.clock.now() + 2_000, { what: 'later' }));
    await bell.services.reminders.add(draft('sooner', bell.clock.now() + 1_000, { what: 'sooner' }));
    await bell.services.reminders.add(draft('other', bell.clock.now() + 1_500, { person: 'slack/t1/u2' as PersonId }));
    expect((await bell.services.reminders.list(person)).map(({ what }) => what)).toEqual(['sooner', 'later']);
  });

  it('is forgotten by its own person alone, and then never fires', async () => {
    const bell = open();
    const { id } = await bell.services.reminders.add(draft('a', bell.clock.now() + 1_000));
    expect(await bell.services.reminders.forget('slack/t1/u2' as PersonId, id)).toBeNull();
    expect(await bell.services.reminders.forget(person, id)).toMatchObject({ what: 'stretch' });
    expect(await bell.services.reminders.forget(person, id)).toBeNull();
    const stop = consume(bell);
    await bell.clock.advance(60_000);
    expect(bell.issued).toEqual([]);
    await stop();
  });

  it('refuses one too many', async () => {
    const bell = open();
    for (let i = 0; i < remindersMax; i++) await bell.services.reminders.add(draft(`n${i}`, bell.clock.now() + 1_000 + i));
    await expect(bell.services.reminders.add(draft('over', bell.clock.now() + 1_000))).rejects.toBeInstanceOf(Refusal);
    await expect(bell.services.reminders.add(draft('n0', bell.clock.now() + 1_000))).resolves.toMatchObject({ what: 'stretch' });
  });

  it('refuses one too long to travel', async () => {
    const bell = open();
    await expect(bell.services.reminders.add(draft('long', bell.clock.now() + 1_000, { what: 'x'.repeat(1_001) }))).rejects.toMatchObject({
      code: 'reminder_too_long',
    });
  });

  it('goes to a channel that can’t begin to speak when there is no home, to be kept there until they come', async () => {
    const bell = open({ proactive: (channel) => channel === 'slack', keeps: (channel) => channel === 'speaker' });
    const speaker: Place = { channel: 'speaker', bot: 'main', tenant: '', conversation: 'device', message: 'm1' };
    const voice = personId(speaker, 'voice');
    const made = await bell.services.reminders.add(draft('a', bell.clock.now() + 1_000, { place: speaker, person: voice, from: { user: 'voice' } }));
    const { message: _, ...here } = speaker;
    expect(made.told).toEqual({ how: 'when they come', place: here });
    const stop = consume(bell);
    await bell.clock.advance(1_000);
    expect(bell.issued).toMatchObject([{ name: 'reminder_due', place: here, from: { user: 'voice' } }]);
    await stop();
  });

  it('goes home from a channel that can’t begin to speak, and refuses where there is no home', async () => {
    const bell = open({ proactive: (channel) => channel === 'slack' });
    const alexa: Place = { channel: 'alexa', bot: 'main', tenant: '', conversation: 'device' };
    const speaker = personId(alexa, 'voice');
    const asked = draft('a', bell.clock.now() + 1_000, { place: alexa, person: speaker, from: { user: 'voice' } });
    await expect(bell.services.reminders.add(asked)).rejects.toMatchObject({ code: 'reminder_unreachable' });
    const home = { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'd1', direct: true, user: 'u1' };
    await bell.store.put(people, speaker, { id: speaker, role: 'member', locale: 'en', timeZone: 'UTC', home });
    await bell.services.reminders.add(asked);
    const stop = consume(bell);
    await bell.clock.advance(1_000);
    expect(bell.issued).toMatchObject([{ place: home, from: { user: 'u1' } }]);
    await stop();
  });
});
