import { afterEach, describe, expect, it } from 'vitest';
import type { Place } from '../../shared/channel/inbound.ts';
import type { Timing } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Draft, issuer } from '../../shared/flow/issue.ts';
import { personId } from '../../shared/people/person.ts';
import { manualClock, settle } from '../../shared/timers/manual-clock.ts';
import { type OpenOptions, openSkills } from '../../test/open-skills.ts';
import { countedMax, decide } from './decide.ts';
import { brokenCommand, fire } from './fire.ts';
import { skill } from './index.ts';
import { rearm } from './rearm.ts';
import { caughtUpMax, dueAt, type Plan, schedules, timerOf } from './schedule.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const place: Place = { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'k1', message: 'm1' };
const minute = 60_000;
const hour = 60 * minute;
const start = Date.parse('2026-06-10T12:00:00Z');
const everyMinute: Timing = { unit: 'interval', everyMs: minute };

const plan = (over: Partial<Plan> = {}): Plan => ({
  what: 'check example.com',
  command: { name: 'check', raw: { text: 'check example.com' } },
  rule: everyMinute,
  missed: 'once',
  overlap: 'parallel',
  person: personId(place, 'u1'),
  from: { user: 'u1', name: 'Ada' },
  place,
  locale: 'en',
  timeZone: 'Europe/Berlin',
  ...over,
});

/** On real drivers, with a real inbox; its timers are handed out until the test ends. */
function open({ before, ...options }: OpenOptions & { before?: (draft: Draft) => Promise<void> } = {}) {
  const clock = manualClock(start);
  const bell = openSkills([skill], { clock, ...options });
  const issued: Draft[] = [];
  const issue = issuer(bell);
  const deps = {
    ...bell,
    async issue(draft: Draft) {
      await before?.(draft);
      const id = await issue(draft);
      issued.push(draft);
      return id;
    },
  };
  const services = skill.services?.(deps);
  if (!services?.schedules) throw new Error('There are no schedules.');
  const stop = new AbortController();
  const consuming = bell.timers.consume((due) => fire(due, deps), { signal: stop.signal });
  const ends = async () => {
    stop.abort();
    await consuming;
  };
  closing.push(async () => {
    await ends();
    bell.close();
  });
  return {
    ...deps,
    issued,
    book: services.schedules,
    /** The slots that were issued, in minutes from the start. */
    slots: () => issued.map(({ saidAt }) => (saidAt - start) / minute),
    /** Ends the last command that was issued. */
    async done(id: string) {
      const { last } = (await services.schedules?.get(id)) ?? {};
      if (last) await bell.inbox.cancel(last.command, 'test');
    },
    ends,
  };
}

describe('a schedule', () => {
  it('issues its command at each slot, once, for its owner, where it was made, counted from the slot', async () => {
    const { book, clock, issued, slots } = open();
    await book.add('a', plan());
    await book.add('a', plan());
    await clock.advance(3 * minute);
    expect(slots()).toEqual([1, 2, 3]);
    const { message: _, ...here } = place;
    expect(issued[0]).toMatchObject({
      name: 'check',
      raw: { text: 'check example.com' },
      from: { user: 'u1' },
      place: here,
      timeZone: 'Europe/Berlin',
    });
    expect(new Set(issued.map(({ key }) => key)).size).toBe(3);
  });

  it('says how late its last run was', async () => {
    const { book, clock } = open();
    const { id } = await book.add('a', plan());
    await clock.jump(minute + 250);
    const { last } = (await book.get(id)) ?? {};
    expect(last && last.issuedAt - last.slot).toBe(250);
  });

  it('of one instant runs once and then waits for nothing', async () => {
    const { book, clock, slots } = open();
    const { id } = await book.add('a', plan({ rule: { unit: 'once', at: start + 5 * minute, timeZone: 'UTC' } }));
    await clock.advance(hour);
    expect(slots()).toEqual([5]);
    expect((await book.get(id))?.next).toBeUndefined();
    expect(book.upcoming((await book.get(id)) as never)).toEqual([]);
  });

  it('ends after its end', async () => {
    const { book, clock, slots } = open();
    await book.add('a', plan({ until: start + 2 * minute }));
    await clock.advance(hour);
    expect(slots()).toEqual([1, 2]);
  });

  it('puts each slot off by its jitter, the same slot by the same, and leaves out none', async () => {
    const { book, clock, slots } = open();
    const made = await book.add('a', plan({ jitterMs: 30_000 }));
    const due = dueAt(made, start + minute);
    expect(due).toBeGreaterThan(start + minute);
    await clock.advance(due - start - 1);
    expect(slots()).toEqual([]);
    await clock.advance(1);
    expect(slots()).toEqual([1]);
    await clock.advance(10 * minute);
    expect(slots().slice(0, 9)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  const quarters = [15, 30, 45, 60, 75, 90, 105, 120];
  it.each([
    ['skip', []],
    ['once', [120]],
    ['all', quarters],
  ] as const)('after two hours of sleep, with missed slots by %s: runs what that says, and goes on at the next', async (missed, ran) => {
    const { book, clock, slots } = open();
    const { id } = await book.add('a', plan({ missed, rule: { unit: 'interval', everyMs: 15 * minute } }));
    await clock.jump(2 * hour + 5 * minute);
    await settle(60);
    expect(slots()).toEqual(ran);
    expect((await book.get(id))?.leftOut).toBe(quarters.length - ran.length);
    await clock.advance(10 * minute);
    expect(slots()).toEqual([...ran, 135]);
  });

  it('begins no run later than it may', async () => {
    const { book, clock, slots } = open();
    await book.add('a', plan({ missed: 'all', withinMs: 20 * minute, rule: { unit: 'interval', everyMs: 15 * minute } }));
    await clock.jump(2 * hour + 5 * minute);
    expect(slots()).toEqual([105, 120]);
  });

  it('issues no slot again when the clock jumps back, and goes on where it was', async () => {
    const made = await open().book.add('a', plan());
    const ahead = decide(made, start + hour);
    expect(ahead.run).toEqual([start + hour]);
    const back = decide({ ...made, ...ahead }, start + 10 * minute);
    expect(back).toMatchObject({ run: [], leftOut: 0, next: start + hour + minute });
  });

  it('whose machine slept for a year costs no more than one that slept for a day', async () => {
    const made = await open().book.add('a', plan({ missed: 'all', rule: { unit: 'cron', expression: '* * * * *', timeZone: 'UTC' } }));
    const { run, leftOut, next } = decide(made, start + 365 * 24 * hour + 1);
    expect([run.length, leftOut, next]).toEqual([caughtUpMax, countedMax - caughtUpMax, start + 365 * 24 * hour + minute]);
  });
});

describe('while the run before is open', () => {
  it('a slot waits for its end', async () => {
    const { book, clock, slots, done } = open();
    const { id } = await book.add('a', plan({ overlap: 'queue' }));
    await clock.advance(3 * minute);
    expect(slots()).toEqual([1]);
    await done(id);
    await clock.advance(5_000);
    expect(slots()).toEqual([1, 3]);
  });

  it('with missed slots by all, each waits for the one before', async () => {
    const { book, clock, slots, done } = open();
    const { id } = await book.add('a', plan({ overlap: 'queue', missed: 'all' }));
    await clock.advance(3 * minute);
    for (const so of [
      [1, 2],
      [1, 2, 3],
    ]) {
      await done(id);
      await clock.advance(5_000);
      expect(slots()).toEqual(so);
    }
  });

  it('a slot is left out, and counted', async () => {
    const { book, clock, slots, done } = open();
    const { id } = await book.add('a', plan({ overlap: 'skip' }));
    await clock.advance(3 * minute);
    await done(id);
    await clock.advance(minute);
    expect(slots()).toEqual([1, 4]);
    expect((await book.get(id))?.leftOut).toBe(2);
  });
});

describe('a schedule that is paused', () => {
  it('runs nothing, and goes on at the slot after it is resumed', async () => {
    const { book, clock, slots } = open();
    const { id } = await book.add('a', plan());
    await book.pause(id);
    await clock.advance(10 * minute + 1);
    expect(slots()).toEqual([]);
    await book.resume(id, 'skip');
    await clock.advance(minute);
    expect(slots()).toEqual([11]);
    expect((await book.get(id))?.leftOut).toBe(10);
  });

  it('catches up as it is told, once', async () => {
    const { book, clock, slots, inbox } = open();
    const { id } = await book.add('a', plan());
    await book.pause(id);
    await clock.advance(3 * minute + 1);
    await book.resume(id, 'all');
    await book.resume(id, 'all');
    expect(slots()).toEqual([1, 2, 3]);
    expect((await inbox.depth()).waiting.report.count).toBe(3);
    expect((await book.get(id))?.leftOut).toBe(0);
  });

  it('runs now when it is asked to, once for one key', async () => {
    const { book, issued, inbox } = open();
    const { id } = await book.add('a', plan());
    await book.pause(id);
    await book.runNow(id, 'k');
    await book.runNow(id, 'k');
    expect(issued.length).toBe(2);
    expect((await inbox.depth()).waiting.report.count).toBe(1);
  });
});

describe('a schedule that was taken away', () => {
  it('runs no more; brought back it goes on, without the slots between', async () => {
    const { book, clock, slots } = open();
    const { id } = await book.add('a', plan());
    const gone = await book.remove(id);
    await clock.advance(3 * minute + 1);
    expect(await book.remove(id)).toBeNull();
    if (gone) await book.restore(gone);
    await clock.advance(minute);
    expect(slots()).toEqual([4]);
  });
});

describe('what goes wrong', () => {
  it('a process that dies after issuing, and before it sets the next slot, issues that slot once', async () => {
    const { book, clock, store, timers, inbox, slots, ends, issue, ...rest } = open();
    const { id } = await book.add('a', plan());
    await ends();
    await clock.advance(minute);
    const due = { id: timerOf({ id, place }), version: 1, due: start + minute };
    const dies = { ...store, put: () => Promise.reject(new Error('died')) };
    await expect(fire(due, { ...rest, clock, timers, inbox, issue, store: dies })).rejects.toThrow('died');
    await fire(due, { ...rest, clock, timers, inbox, issue, store });
    expect(slots()).toEqual([1, 1]);
    expect((await inbox.depth()).waiting.report.count).toBe(1);
    expect((await book.get(id))?.next).toBe(start + 2 * minute);
  });

  it('one that dies after that, and before its timer is armed, arms it when the timer fires again', async () => {
    const { book, clock, timers, slots, ends, issue, ...rest } = open();
    const { id } = await book.add('a', plan());
    await ends();
    await clock.advance(minute);
    const due = { id: timerOf({ id, place }), version: 1, due: start + minute };
    const dies = { ...timers, arm: () => Promise.reject(new Error('died')) };
    await expect(fire(due, { ...rest, clock, issue, timers: dies })).rejects.toThrow('died');
    const armed: number[] = [];
    await fire(due, { ...rest, clock, issue, timers: { ...timers, arm: async (_, __, at) => void armed.push(at) } });
    expect(armed).toEqual([start + 2 * minute]);
    expect(slots()).toEqual([1]);
  });

  it('a full inbox: the slot is issued when there is room again', async () => {
    let full = true;
    const { book, clock, slots } = open({ before: async () => (full ? Promise.reject(new Error('full')) : undefined) });
    await book.add('a', plan({ rule: { unit: 'once', at: start + minute, timeZone: 'UTC' } }));
    await clock.advance(minute);
    full = false;
    await clock.advance(minute);
    expect(slots()).toEqual([1]);
  });

  it('a zone that is no more: it goes on no longer, and its owner hears', async () => {
    const { book, clock, issued, store } = open();
    const { id } = await book.add('a', plan({ rule: { unit: 'day', every: 1, at: '14:01', timeZone: 'Europe/Berlin' } }));
    const found = await store.get(schedules, id);
    if (found) await store.put(schedules, id, { ...found.value, rule: { unit: 'day', every: 1, at: '14:01', timeZone: 'Europe/Atlantis' } });
    await clock.advance(hour);
    expect(issued).toMatchObject([{ name: brokenCommand, raw: { args: { what: 'check example.com', why: expect.stringMatching(/atlantis/i) } } }]);
    expect(await book.get(id)).toMatchObject({ broken: expect.stringMatching(/atlantis/i) });
  });

  it('a rule that never comes is refused, and one that could reach nobody', async () => {
    const never: Timing = { unit: 'cron', expression: '0 0 30 2 *', timeZone: 'UTC' };
    await expect(open().book.add('a', plan({ rule: never }))).rejects.toThrow(Refusal);
    await expect(open({ proactive: () => false }).book.add('a', plan())).rejects.toThrow(/would never reach you/);
  });

  it('a timer that was lost is set again at the next start', async () => {
    const { book, clock, store, timers, slots } = open();
    const { id } = await book.add('a', plan());
    await timers.disarm(timerOf({ id, place }));
    await clock.advance(5 * minute);
    expect(slots()).toEqual([]);
    await rearm({ store, timers, clock });
    await clock.advance(1);
    expect(slots()).toEqual([5]);
  });
});
