import { CreateScheduleCommand, CreateScheduleGroupCommand, DeleteScheduleCommand, DeleteScheduleGroupCommand } from '@aws-sdk/client-scheduler';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { timerId } from '../timer-id.ts';
import { bodyOf } from './message.ts';
import { scheduleName, timerParts } from './schedules.ts';
import { type Cloud, openStage, type Process, type Stage, startCloud } from './subject.contract.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const never = new AbortController().signal;

describe('the reconciler of timers and schedules', () => {
  let cloud: Cloud;
  let stage: Stage;
  let process: Process;
  let start: number;

  beforeAll(async () => {
    cloud = await startCloud();
  });
  afterAll(() => cloud.close());
  beforeEach(async () => {
    stage = await openStage(cloud);
    start = stage.clock.now();
    process = stage.process({ rates: { arm: 1_000, remove: 1_000, plan: 1_000, list: 1_000, clean: 1_000 } });
  });
  afterEach(() => stage.close());

  const armed = async (count: number) => {
    const ids = Array.from({ length: count }, (_, i) => `t${i}`);
    // Some at once: each call has its time, and waits for those before it.
    for (let i = 0; i < count; i += 50)
      await Promise.all(ids.slice(i, i + 50).map((id, n) => process.timers.arm(id, 1, start + hour + (i + n) * second)));
    return ids;
  };
  /** Runs it, letting the clock go on. */
  async function reconciled(by = process, signal = never) {
    const done = by.timers.reconcile(signal);
    await stage.clock.advance(minute);
    return done;
  }
  const names = () =>
    stage.scheduler
      .schedules()
      .map(({ name }) => name)
      .sort();
  const lose = (name: string) => stage.scheduler.client.send(new DeleteScheduleCommand({ Name: name, GroupName: stage.group }));

  it('finds nothing to mend where all is well, over several pages', async () => {
    await armed(450);
    await process.timers.arm('near', 1, start + minute);
    expect(await reconciled()).toEqual({ timers: 450, schedules: 450, made: 0, deleted: 0, complete: true });
  });

  it('makes what Scheduler lacks, as it was', async () => {
    await armed(40);
    const before = names();
    for (const name of before.filter((_, i) => i % 3 === 0)) await lose(name);
    expect(await reconciled()).toMatchObject({ timers: 40, schedules: 26, made: 14, deleted: 0 });
    expect(names()).toEqual(before);
    expect(stage.scheduler.schedules().every(({ target }) => target.DeadLetterConfig !== undefined)).toBe(true);
  });

  it('makes all of them anew for a table that was restored elsewhere, within the rate, shard by shard', async () => {
    await armed(120);
    const before = names();
    await stage.scheduler.client.send(new DeleteScheduleGroupCommand({ Name: stage.group }));
    await stage.scheduler.client.send(new CreateScheduleGroupCommand({ Name: stage.group }));
    const slow = stage.process({ rates: { plan: 5 } });
    const over = new AbortController();
    const first = slow.timers.reconcile(over.signal);
    await stage.clock.advance(10 * second);
    over.abort();
    await stage.clock.advance(0);
    expect((await first).complete).toBe(false);
    const made = names().length;
    expect(made).toBeGreaterThan(40);
    expect(made).toBeLessThanOrEqual(52);
    expect(await reconciled(slow)).toMatchObject({ timers: 120, complete: true });
    expect(names()).toEqual(before);
  });

  it('compares a part alone, a sixty-fourth of all: of a million, as much as a function has time for', async () => {
    await armed(450);
    const all = names();
    for (const name of all.filter((_, i) => i % 9 === 0)) await lose(name);
    const sums = { timers: 0, schedules: 0, made: 0, deleted: 0 };
    for (const part of timerParts) {
      const { complete, ...some } = await process.timers.reconcile(never, part);
      expect(complete).toBe(true);
      expect(some.timers).toBeLessThan(25);
      for (const key of ['timers', 'schedules', 'made', 'deleted'] as const) sums[key] += some[key];
    }
    expect(sums).toEqual({ timers: 450, schedules: 400, made: 50, deleted: 0 });
    expect(names()).toEqual(all);
  });

  it('deletes what nobody has set any more, but nothing that may just be being set', async () => {
    await armed(10);
    const kept = names();
    const orphan = (id: string, version: number) => ({ id, version, due: start + 3 * hour });
    const schedule = (Name: string, Input: string) =>
      stage.scheduler.client.send(
        new CreateScheduleCommand({
          Name,
          GroupName: stage.group,
          ScheduleExpression: 'at(2026-01-05T12:00:00)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn: stage.queueArn, RoleArn: 'arn:aws:iam::000000000000:role/clock', Input },
        }),
      );
    for (const timer of [orphan('unknown', 1), orphan('t1', 0), orphan('t2', 1)]) await schedule(scheduleName(timer), bodyOf(timer));
    // Someone else's, in the wrong place.
    await schedule('0-backup', '{"run":"backup"}');
    expect(await reconciled()).toMatchObject({ made: 0, deleted: 0 });
    await stage.clock.advance(15 * minute);
    const young = orphan('young', 1);
    await schedule(scheduleName(young), bodyOf(young));
    expect(await reconciled()).toMatchObject({ made: 0, deleted: 3 });
    expect(names()).toEqual([...kept, '0-backup', scheduleName(young)].sort());
    expect(stage.warnings).toEqual([expect.stringContaining('left alone')]);
  });

  it('mends the groups of all tenants: makes what is missing where it belongs, deletes what nobody wants, and leaves a group that is gone to be made again', async () => {
    const timers = ['T1', 'T2', 'T3'].flatMap((tenant) =>
      [0, 1, 2].map((i) => ({ id: timerId('reminder', tenant, `${i}`), version: 1, due: start + hour })),
    );
    for (const { id, version, due } of timers) await process.timers.arm(id, version, due);
    const where = () =>
      stage.scheduler
        .schedules()
        .map(({ group, name }) => `${group}/${name}`)
        .sort();
    const all = where();
    const groups = new Set(stage.scheduler.schedules().map(({ group }) => group));
    expect(groups).toEqual(new Set(['T1', 'T2', 'T3'].map((tenant) => `${stage.group}-${tenant}`)));
    await stage.scheduler.client.send(new DeleteScheduleGroupCommand({ Name: `${stage.group}-T1` }));
    expect(await reconciled()).toMatchObject({ timers: 9, schedules: 6, made: 3, deleted: 0 });
    expect(where()).toEqual(all);
    // Scheduler takes none of these deletions: the schedules stay for the reconciler.
    const refused = stage.process({ maxAttempts: 1 });
    stage.scheduler.throttle(4, 'DeleteSchedule');
    for (const { id } of timers.slice(0, 4)) await refused.timers.disarm(id);
    await stage.clock.advance(15 * minute);
    expect(await reconciled()).toMatchObject({ timers: 5, schedules: 9, made: 0, deleted: 4 });
    expect(where()).toHaveLength(5);
  });

  it('leaves alone what is about to fire', async () => {
    await process.timers.arm('a', 1, start + hour);
    await stage.clock.advance(hour - 2.5 * minute);
    expect(await reconciled()).toMatchObject({ timers: 0, schedules: 1, deleted: 0 });
  });

  it('asks no faster than its rate', async () => {
    await stage.close();
    stage = await openStage(cloud, { rates: { ListSchedules: 2, GetSchedule: 5, DeleteSchedule: 5, CreateSchedule: 1_000 } });
    process = stage.process({ rates: { arm: 1_000, list: 2, clean: 5, remove: 1 } });
    const ids = await armed(30);
    await Promise.all(ids.map((id) => process.timers.disarm(id)));
    expect(names().length).toBeGreaterThan(25);
    await stage.clock.advance(20 * minute);
    const done = process.timers.reconcile(never);
    await stage.clock.advance(3 * second);
    expect(names().length).toBeGreaterThan(10);
    await stage.clock.advance(minute);
    expect((await done).deleted).toBeGreaterThan(25);
    expect(names()).toEqual([]);
    expect(stage.scheduler.throttled()).toBe(0);
  });
});
