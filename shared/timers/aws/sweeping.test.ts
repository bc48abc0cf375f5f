import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventSource } from './event-source.contract.ts';
import { lagging } from './lagging.contract.ts';
import { type Cloud, openStage, type Process, type Stage, type StageOptions, startCloud } from './subject.contract.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const never = new AbortController().signal;

describe('the sweeper of timers', () => {
  let cloud: Cloud;
  let stage: Stage;
  let sweeper: Process;
  let fired: { readonly id: string; readonly lateMs: number }[];
  let start: number;

  beforeAll(async () => {
    cloud = await startCloud();
  });
  afterAll(() => cloud.close());
  beforeEach(() => open());
  afterEach(() => stage.close());

  async function open(options: StageOptions = {}): Promise<void> {
    stage = await openStage(cloud, { delays: 'clock', ...options });
    start = stage.clock.now();
    sweeper = stage.process({ rates: { plan: 20 } });
    fired = [];
    eventSource(stage, cloud.fauxqs.sqs).by((body) =>
      sweeper.timers.tick(body, async ({ id, due }) => void fired.push({ id, lateMs: stage.clock.now() - due })),
    );
  }

  const sweepEachMinute = () => {
    const again = () => void stage.clock.set(stage.clock.now() + minute, () => void sweeper.timers.sweep(never).then(again));
    again();
  };

  it('finds what should have fired a minute ago and lost its message, and leaves it alone for some minutes after that', async () => {
    await sweeper.timers.arm('a', 1, start + minute);
    await cloud.fauxqs.sqs.send(new PurgeQueueCommand({ QueueUrl: stage.queueUrl }));
    await stage.clock.advance(minute + 59 * second);
    expect(await sweeper.timers.sweep(never)).toEqual({ overdue: 0, planned: 0 });
    await stage.clock.advance(second);
    expect(await sweeper.timers.sweep(never)).toEqual({ overdue: 1, planned: 0 });
    // That message gets lost too.
    await cloud.fauxqs.sqs.send(new PurgeQueueCommand({ QueueUrl: stage.queueUrl }));
    for (let i = 0; i < 4; i++) {
      await stage.clock.advance(minute);
      expect(await sweeper.timers.sweep(never)).toEqual({ overdue: 0, planned: 0 });
    }
    await stage.clock.advance(2 * minute);
    expect(await sweeper.timers.sweep(never)).toEqual({ overdue: 1, planned: 0 });
    await stage.clock.advance(0);
    expect(fired).toMatchObject([{ id: 'a' }]);
    expect(await stage.left()).toEqual([]);
  });

  it('makes the schedules that were too many at once: within the rates, those due first first, all in time', async () => {
    await stage.close();
    // Two that arm, at 10 a second each, and one that sweeps, at 20.
    await open({ rates: { CreateSchedule: 40 } });
    const arming = [stage.process({ rates: { arm: 10 } }), stage.process({ rates: { arm: 10 } })];
    const due = (i: number) => start + 40 * minute - i * 10 * second;
    for (let i = 0; i < 80; i++) await arming[i % 2]?.timers.arm(`t${i}`, 1, due(i));
    const armed = stage.scheduler.schedules().length;
    expect(armed).toBeLessThan(20);
    sweepEachMinute();
    await stage.clock.advance(minute + second);
    const early = stage.scheduler
      .schedules()
      .slice(armed)
      .map(({ at }) => at);
    expect(early.length).toBeGreaterThan(15);
    expect(early.length).toBeLessThan(45);
    expect(Math.max(...early)).toBeLessThan(start + 30 * minute);
    await stage.clock.advance(6 * second);
    expect(await sweeper.timers.sweep(never)).toEqual({ overdue: 0, planned: 0 });
    expect(stage.scheduler.schedules()).toHaveLength(80);
    expect(stage.scheduler.throttled()).toBe(0);
    await stage.clock.advance(40 * minute);
    expect(new Set(fired.map(({ id }) => id)).size).toBe(80);
    for (const { id, lateMs } of fired) expect(lateMs, id).toBeLessThanOrEqual(second);
    expect(stage.scheduler.schedules()).toEqual([]);
  });

  it('wakes by the queue, in time, what Scheduler does not take at all', async () => {
    stage.scheduler.throttle(Number.POSITIVE_INFINITY);
    const arming = stage.process({ rates: { arm: 1_000 }, maxAttempts: 1 });
    sweeper = stage.process({ maxAttempts: 1 });
    await arming.timers.arm('a', 1, start + hour);
    await arming.timers.arm('b', 1, start + 20 * minute);
    expect((await stage.left()).map(({ woken }) => woken)).toEqual(['plan', 'plan']);
    const refused = stage.scheduler.throttled();
    // A try for each, and that is all for this minute.
    expect(await sweeper.timers.sweep(never)).toEqual({ overdue: 0, planned: 0 });
    expect(stage.scheduler.throttled()).toBe(refused + 2);
    sweepEachMinute();
    await stage.clock.advance(2 * hour);
    expect(fired.map(({ id }) => id)).toEqual(['b', 'a']);
    for (const { lateMs } of fired) expect(lateMs).toBeLessThanOrEqual(second);
    expect(await stage.left()).toEqual([]);
  });

  it('ends when it is told to, and goes on the next time', async () => {
    const arming = stage.process({ rates: { arm: 1 } });
    for (let i = 0; i < 60; i++) await arming.timers.arm(`t${i}`, 1, start + hour);
    const over = new AbortController();
    const swept = sweeper.timers.sweep(over.signal);
    await stage.clock.advance(500);
    over.abort();
    const { planned } = await swept;
    expect(planned).toBeGreaterThan(5);
    expect(planned).toBeLessThan(30);
    const rest = sweeper.timers.sweep(never);
    await stage.clock.advance(5 * second);
    expect(planned + (await rest).planned).toBe(59);
    expect(stage.scheduler.schedules()).toHaveLength(60);
  });

  it('makes all schedules though the index goes on showing those that are made', async () => {
    const arming = stage.process({ rates: { arm: 1 } });
    for (let i = 0; i < 150; i++) await arming.timers.arm(`t${i}`, 1, start + hour + i * second);
    sweeper = stage.process({ rates: { plan: 1_000 }, table: (client) => lagging(client, 'plans', 2) });
    const swept = sweeper.timers.sweep(never);
    await stage.clock.advance(minute);
    expect(await swept).toEqual({ overdue: 0, planned: 149 });
    expect(stage.scheduler.schedules()).toHaveLength(150);
  });
});
