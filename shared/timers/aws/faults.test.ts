import { DeleteScheduleCommand } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fault, faults, OneFault } from '../../../test/aws/faults.ts';
import { StorageFailed } from '../../errors.ts';
import type { Due } from '../timers.ts';
import { eventSource } from './event-source.contract.ts';
import { dueIn } from './message.ts';
import { scheduleName } from './schedules.ts';
import { type Cloud, openStage, type Process, type Stage, startCloud } from './subject.contract.ts';
import type { AwsTimers } from './timers.ts';

const second = 1_000;
const minute = 60 * second;
/** Later than the queue alone can wait. */
const far = 40 * minute;
const rates = { arm: 10_000, remove: 10_000, plan: 10_000, list: 10_000, clean: 10_000 };
const never = new AbortController().signal;

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

/** One timer, and the process that meets a fault about it. */
interface Case {
  readonly id: string;
  readonly fault: Fault;
  readonly process: Process;
  /** It asks until it is told that it is done; or its process dies first, which is also the last of its asking. */
  insist(ask: (timers: AwsTimers) => Promise<unknown>): Promise<'acknowledged' | 'died'>;
}

/** A case for each fault of each of the first requests. OWN in the name is something else in each. */
function casesOf(stage: Stage, name: string, requests: number | readonly number[]): Case[] {
  const later = (act: () => Promise<unknown>) => void stage.clock.set(stage.clock.now() + 5 * second, () => void act());
  return faults.flatMap((fault) =>
    (typeof requests === 'number' ? Array.from({ length: requests }, (_, i) => i + 1) : requests).map((n) => {
      const one = new OneFault(n - 1, fault, { later });
      const process = stage.process({ meddle: (die) => one.meddle(die), rates });
      const died = process.died.then(() => 'died' as const);
      const insist: Case['insist'] = async (ask) => {
        for (;;) {
          const outcome = await Promise.race([died, ask(process.timers).then(() => 'acknowledged' as const, failed)]);
          if (outcome !== 'failed') return outcome;
        }
      };
      return { id: `${name.replace('OWN', `${n} ${fault}`)}, request ${n} ${fault}`, fault, process, insist };
    }),
  );
}

function failed(cause: unknown): 'failed' {
  if (cause instanceof StorageFailed) return 'failed';
  throw cause;
}

/** All that a stage does by itself: functions by the clock queue, the sweeper each minute, the reconciler now and then. */
function living(stage: Stage, first: (id: string) => Process | undefined = () => undefined) {
  const fired: (Due & { readonly at: number })[] = [];
  const healthy = stage.process({ rates });
  const source = eventSource(stage, cloud.fauxqs.sqs);
  const seen = new Set<string>();
  const lost = new Set<string>();
  source.by(async (body) => {
    const id = dueIn(body)?.id ?? '';
    if (lost.delete(id)) return 'ok';
    const by = (seen.has(id) ? undefined : first(id)) ?? healthy;
    seen.add(id);
    return by.timers.tick(body, async (timer) => {
      fired.push({ ...timer, at: stage.clock.now() });
      if (id.includes('throws') && fired.filter((one) => one.id === id).length === 1) throw new Error('defect');
    });
  });
  const every = (ms: number, act: () => Promise<unknown>) => {
    const again = () => void stage.clock.set(stage.clock.now() + ms, () => void act().then(again));
    again();
  };
  every(minute, () => healthy.timers.sweep(never));
  every(25 * minute, () => healthy.timers.reconcile(never));
  return { fired, source, messages: { lose: (id: string) => void lost.add(id) }, of: (id: string) => fired.filter((one) => one.id === id) };
}

it('fire on time once they are acknowledged, and are away once that is acknowledged, whatever becomes of a request', async () => {
  const stage = await openStage(cloud, { delays: 'clock' });
  const start = stage.clock.now();
  const { fired, of, source } = living(stage);
  const healthy = stage.process({ rates });
  const wanted: { readonly id: string; readonly version: number; readonly due: number }[] = [];
  const away: string[] = [];

  const scenarios: Record<string, { readonly requests: number; readonly before?: number; readonly version: number; readonly due?: number }> = {
    'near, new': { requests: 2, version: 1, due: 2 * minute },
    'far, new': { requests: 2, version: 1, due: far },
    'far to far': { requests: 3, before: far / 2, version: 2, due: far },
    'far to near': { requests: 3, before: far / 2, version: 2, due: 2 * minute },
    'near to far': { requests: 2, before: 2 * minute, version: 2, due: far },
    'far, taken away': { requests: 2, before: far / 2, version: 1 },
    // Meets no group, makes it, makes the schedule in it.
    'reminder/OWN/far, of a new tenant': { requests: 4, version: 1, due: far },
    'near, taken away': { requests: 1, before: 2 * minute, version: 1 },
  };
  for (const [name, { requests, before, version, due }] of Object.entries(scenarios)) {
    for (const { id, insist } of casesOf(stage, name, requests)) {
      if (before !== undefined) await healthy.timers.arm(id, 1, start + before);
      if (due === undefined) {
        if ((await insist((timers) => timers.disarm(id))) === 'acknowledged') away.push(id);
      } else if ((await insist((timers) => timers.arm(id, version, start + due))) === 'acknowledged') {
        wanted.push({ id, version, due: start + due });
      }
    }
  }
  await stage.clock.advance(80 * minute);

  for (const timer of fired) expect(timer.at, timer.id).toBeGreaterThanOrEqual(timer.due);
  for (const timer of wanted) {
    const [first] = of(timer.id).filter(({ version }) => version === timer.version);
    expect(first, `${timer.id} fires`).toMatchObject(timer);
    expect((first?.at ?? 0) - timer.due, `${timer.id} fires on time`).toBeLessThanOrEqual(second);
    expect(
      of(timer.id).filter(({ version }) => version < timer.version),
      `${timer.id}: the one it replaced does not`,
    ).toEqual([]);
  }
  for (const id of away) expect(of(id), id).toEqual([]);
  expect(wanted.length + away.length).toBeGreaterThan(70);
  expect(await stage.left()).toEqual([]);
  expect(stage.scheduler.schedules()).toEqual([]);
  expect(source.dead).toEqual([]);
  await stage.close();
});

it('fire at least once, never too early, and leave nothing behind, whatever becomes of a request of who fires them', async () => {
  const stage = await openStage(cloud, { delays: 'clock' });
  const start = stage.clock.now();
  // What each asks for its first message: take it and end it; take it, put it off and send it on; find it too early and send it on.
  const cases = [...casesOf(stage, 'ends', 2), ...casesOf(stage, 'throws', 3), ...casesOf(stage, 'far', 2)];
  const byId = new Map(cases.map((one) => [one.id, one]));
  const { fired, of, source } = living(stage, (id) => byId.get(id)?.process);
  const healthy = stage.process({ rates });
  for (const { id } of cases) await healthy.timers.arm(id, 1, start + (id.startsWith('far') ? far : minute));
  await stage.clock.advance(80 * minute);

  for (const timer of fired) expect(timer.at, timer.id).toBeGreaterThanOrEqual(timer.due);
  for (const { id, fault } of cases) {
    const times = of(id).length;
    // The client's own second try: nothing is late for it, and nothing fires twice.
    if (fault === 'twice') {
      const [first, ...others] = of(id);
      expect((first?.at ?? 0) - (first?.due ?? 0), id).toBeLessThanOrEqual(second);
      expect(others, id).toHaveLength(id.includes('throws') ? 1 : 0);
    }
    expect(times, id).toBeGreaterThanOrEqual(id.includes('throws') ? 2 : 1);
    // Once more where its process died, or could not say that it had fired.
    expect(times, id).toBeLessThanOrEqual(id.includes('throws') ? 3 : 2);
  }
  expect(await stage.left()).toEqual([]);
  expect(stage.scheduler.schedules()).toEqual([]);
  expect(source.dead).toEqual([]);
  await stage.close();
});

it('are seen to by the next sweep, whatever became of a request of the last', async () => {
  const stage = await openStage(cloud, { delays: 'clock' });
  const { fired, of, messages } = living(stage);
  const slow = stage.process({ rates: { arm: 0.0001 } });
  await slow.timers.arm('takes the token', 1, stage.clock.now() + far);
  // Looks for what is late, reads, sends, puts off; looks for what is planned, reads, makes a schedule, says so. It looks at four shards at once.
  const cases = casesOf(stage, 'sweep', [1, 5, 6, 7, 8, 12, 13, 14]);
  for (const { id, insist } of cases) {
    messages.lose(`lost: ${id}`);
    await slow.timers.arm(`lost: ${id}`, 1, stage.clock.now());
    await stage.clock.advance(minute);
    await slow.timers.arm(`planned: ${id}`, 1, stage.clock.now() + far);
    await insist((timers) => timers.sweep(never));
  }
  await stage.clock.advance(2 * far);
  for (const { id } of cases) {
    expect(of(`lost: ${id}`), id).not.toEqual([]);
    expect(of(`planned: ${id}`), id).not.toEqual([]);
  }
  for (const { id, at, due } of fired) {
    expect(at, id).toBeGreaterThanOrEqual(due);
    if (id.startsWith('planned')) expect(at - due, id).toBeLessThanOrEqual(second);
  }
  expect(await stage.left()).toEqual([]);
  expect(stage.scheduler.schedules()).toEqual([]);
  await stage.close();
});

it('and schedules agree after the next reconciliation, whatever became of a request of the last', async () => {
  const stage = await openStage(cloud, { delays: 'clock' });
  const healthy = stage.process({ rates });
  const inPart0 = (name: string) =>
    Array.from({ length: 2_000 }, (_, i) => `${name} ${i}`).find((id) => scheduleName({ id, version: 1, due: 0 }).startsWith('00-')) ?? '';
  // Lists, looks, reads, makes; reads the schedule and the record of one too many, deletes.
  const cases = casesOf(stage, 'reconcile', 7);
  const due = stage.clock.now() + 30 * 24 * 60 * minute;
  for (const { id, insist } of cases) {
    const [missing, orphan] = [inPart0(`missing: ${id}`), inPart0(`orphan: ${id}`)];
    await healthy.timers.arm(missing, 1, due);
    await healthy.timers.arm(orphan, 1, due);
    await stage.scheduler.client.send(new DeleteScheduleCommand({ GroupName: stage.group, Name: scheduleName({ id: missing, version: 1, due }) }));
    await stage.process({ rates: { remove: 0 } }).timers.disarm(orphan);
    await stage.clock.advance(16 * minute);
    await insist((timers) => timers.reconcile(never, 0));
  }
  await healthy.timers.reconcile(never);
  // What Scheduler did not take is planned by then.
  await healthy.timers.sweep(never);
  const wanted = cases.map(({ id }) => scheduleName({ id: inPart0(`missing: ${id}`), version: 1, due }));
  expect(
    stage.scheduler
      .schedules()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(wanted.sort());
  await stage.close();
});
