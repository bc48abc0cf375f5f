import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Due } from '../timers.ts';
import { eventSource } from './event-source.contract.ts';
import { leaseMs } from './firing.ts';
import { type Cloud, openStage, type Process, type Stage, startCloud } from './subject.contract.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

describe('timers where no process stays, woken by the clock queue alone', () => {
  let cloud: Cloud;
  let stage: Stage;
  let process: Process;
  let source: ReturnType<typeof eventSource>;
  let fired: (Due & { readonly at: number })[];
  let start: number;

  beforeAll(async () => {
    cloud = await startCloud();
  });
  afterAll(() => cloud.close());
  beforeEach(async () => {
    stage = await openStage(cloud, { delays: 'clock' });
    start = stage.clock.now();
    process = stage.process({ rates: { arm: 1_000, remove: 1_000 } });
    source = eventSource(stage, cloud.fauxqs.sqs);
    answerBy(process);
  });
  afterEach(() => stage.close());

  function answerBy(by: Process, handler: (timer: Due) => Promise<void> = async () => {}): void {
    fired = [];
    source.by((body) =>
      by.timers.tick(body, (timer) => {
        fired.push({ ...timer, at: stage.clock.now() });
        return handler(timer);
      }),
    );
  }

  const advance = (ms: number) => stage.clock.advance(ms);

  it.each([0, 1, 999, 5 * second, 15 * minute])('need no schedule when due in %i ms, and fire then', async (ms) => {
    await process.timers.arm('a', 1, start + ms);
    expect(stage.scheduler.schedules()).toEqual([]);
    await advance(ms + second);
    expect(fired).toMatchObject([{ id: 'a', version: 1, due: start + ms }]);
    expect(fired[0]?.at).toBeGreaterThanOrEqual(start + ms);
    expect(await stage.left()).toEqual([]);
  });

  it.each([15 * minute + 1, 20 * minute + 345, 2 * hour, 400 * 24 * hour])(
    'have a schedule 2 minutes ahead when due in %i ms, and fire right to a second wherever in its minute it fires',
    async (ms) => {
      for (const [i, within] of [0, 0.5, 0.9999].entries()) {
        stage.scheduler.mood.within = () => within;
        const due = stage.clock.now() + ms;
        await process.timers.arm('a', i, due);
        const [schedule] = stage.scheduler.schedules();
        expect(schedule).toMatchObject({ at: Math.floor(due / second) * second - 2 * minute, deleteAfter: true, enabled: true });
        expect(schedule?.target.DeadLetterConfig).toBeDefined();
        await advance(ms - 1);
        expect(fired).toEqual([]);
        await advance(second + 1);
        expect(fired).toMatchObject([{ id: 'a', version: i, due }]);
        expect(await stage.left()).toEqual([]);
        expect(stage.scheduler.schedules()).toEqual([]);
        fired.length = 0;
      }
    },
  );

  it('fire once though schedules and messages come twice', async () => {
    stage.scheduler.mood.twice = () => true;
    await process.timers.arm('a', 1, start + hour);
    await process.timers.arm('a', 1, start + hour);
    await process.timers.arm('b', 1, start + minute);
    await process.timers.arm('b', 1, start + minute);
    await advance(2 * hour);
    expect(fired.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(source.answers.filter(({ ticked }) => ticked === 'retry')).toEqual([]);
  });

  it('have one schedule however often they are set', async () => {
    for (let i = 0; i < 3; i++) await process.timers.arm('a', 1, start + hour);
    expect(stage.scheduler.schedules()).toHaveLength(1);
    expect(await stage.left()).toMatchObject([{ id: 'a', woken: 'schedule' }]);
    expect(stage.warnings).toEqual([]);
  });

  it('that were replaced or taken away have no schedule any more', async () => {
    await process.timers.arm('a', 1, start + hour);
    await process.timers.arm('a', 2, start + 2 * hour);
    expect(stage.scheduler.schedules()).toHaveLength(1);
    await process.timers.arm('a', 3, start + minute);
    expect(stage.scheduler.schedules()).toEqual([]);
    await process.timers.arm('b', 1, start + hour);
    await process.timers.disarm('b');
    await process.timers.arm('a', 1, start + hour);
    expect(stage.scheduler.schedules()).toEqual([]);
    await advance(3 * hour);
    expect(fired).toMatchObject([{ id: 'a', version: 3, due: start + minute }]);
  });

  it('do not fire for a schedule that was deleted too late, nor for one of an older version', async () => {
    await process.timers.arm('gone', 1, start + hour);
    await process.timers.arm('newer', 1, start + hour);
    const stale = stage.scheduler.schedules();
    await process.timers.disarm('gone');
    await process.timers.arm('newer', 2, start + 2 * hour);
    await advance(hour - minute);
    for (const schedule of stale) stage.scheduler.fire(schedule);
    await advance(30 * minute);
    expect(fired).toEqual([]);
    expect(source.answers.map(({ ticked }) => ticked)).toEqual(['ok', 'ok']);
    await advance(hour);
    expect(fired).toMatchObject([{ id: 'newer', version: 2 }]);
  });

  it('set anew under a version they had before have a schedule for their new time', async () => {
    await process.timers.arm('a', 1, start + 2 * hour);
    const [before] = stage.scheduler.schedules();
    stage.scheduler.throttle(3, 'DeleteSchedule');
    await process.timers.disarm('a');
    await process.timers.arm('a', 1, start + hour);
    expect(stage.scheduler.schedules()).toHaveLength(2);
    await advance(3 * hour);
    expect(fired).toMatchObject([{ id: 'a', version: 1, due: start + hour }]);
    expect(before).toBeDefined();
  });

  it('too early for their message are waited for when it is less than a second, and else sent on', async () => {
    await process.timers.arm('a', 1, start + 10 * second);
    const [message] = source.answers;
    expect(message).toBeUndefined();
    const body = JSON.stringify({ timer: 'a', version: 1, due: 0 });
    const handler = async (timer: Due) => void fired.push({ ...timer, at: stage.clock.now() });
    expect(await process.timers.tick(body, handler)).toBe('resend');
    await advance(9 * second + 500);
    const ticked = process.timers.tick(body, handler);
    await advance(499);
    expect(fired).toEqual([]);
    await advance(1);
    expect(await ticked).toBe('ok');
    expect(fired).toMatchObject([{ at: start + 10 * second }]);
  });

  it('too far from their message get a schedule instead of many messages', async () => {
    await process.timers.arm('a', 1, start + hour);
    await process.timers.disarm('a');
    stage.scheduler.mood.within = () => 0;
    await process.timers.arm('a', 2, start + 5 * hour);
    const body = JSON.stringify({ timer: 'a', version: 2, due: 0 });
    expect(await process.timers.tick(body, async () => {})).toBe('resend');
    expect(stage.scheduler.schedules()).toHaveLength(1);
    await advance(4 * hour);
    expect(source.answers).toEqual([]);
  });

  it('too far from their message stay with it when there is no time to make one', async () => {
    const slow = stage.process({ rates: { arm: 1_000, plan: 1 } });
    await slow.timers.arm('a', 1, start + hour);
    const body = JSON.stringify({ timer: 'a', version: 1, due: 0 });
    expect(await slow.timers.tick(body, async () => {}, AbortSignal.abort())).toBe('retry');
  });

  it('are handled once at a time in a process, however long that takes', async () => {
    let finish = () => {};
    answerBy(process, () => new Promise<void>((resolve) => (finish = resolve)));
    await process.timers.arm('a', 1, start);
    await advance(2 * leaseMs);
    expect(fired).toHaveLength(1);
    expect(await process.timers.tick(JSON.stringify({ timer: 'a', version: 1, due: start }), async () => {})).toBe('retry');
    finish();
    await advance(10 * minute);
    expect(fired).toHaveLength(1);
    expect(await stage.left()).toEqual([]);
  });

  it('fire again later and later while the handler throws, and keep that over processes', async () => {
    let throws = 12;
    answerBy(process, async () => {
      if (throws-- > 0) throw new Error('defect');
    });
    await process.timers.arm('a', 1, start);
    await advance(10 * second);
    const handler = fired;
    answerBy(stage.process(), async () => {
      if (throws-- > 0) throw new Error('defect');
    });
    await advance(2 * hour);
    const at = [...handler, ...fired].map((one) => one.at);
    const pauses = at.slice(1).map((one, i) => Math.round((one - (at[i] ?? 0)) / second));
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    expect(source.dead).toEqual([]);
    expect(await stage.left()).toEqual([]);
  });

  it('fire again when their process died in the handler, after its lease', async () => {
    answerBy(process, () => new Promise(() => {}));
    await process.timers.arm('a', 1, start + minute);
    await advance(minute + second);
    expect(fired).toHaveLength(1);
    process.die();
    answerBy(stage.process());
    await advance(leaseMs);
    expect(fired).toEqual([]);
    await advance(2 * minute);
    expect(fired).toMatchObject([{ id: 'a', version: 1, due: start + minute }]);
  });

  it('leave what is none of theirs to the dead letters', async () => {
    for (const body of ['', 'words', 'null', '7', '{}', '{"timer":1,"version":1,"due":1}', '{"timer":"a"}'])
      expect(await process.timers.tick(body, async () => {})).toBe('retry');
  });
});
