import { eventSource } from '../../shared/timers/aws/event-source.contract.ts';
import type { Rates } from '../../shared/timers/aws/rates.ts';
import { openStage, startCloud } from '../../shared/timers/aws/subject.contract.ts';
import { type Dice, dice } from '../../shared/timers/dice.ts';
import { percentile } from '../statistics.ts';

export interface EmulatedInput {
  readonly timers: number;
  /** Armed a second, by two processes. */
  readonly perSecond: number;
  readonly rates: Rates;
  readonly quotas: { readonly creates: number; readonly deletes: number };
  /** Of each minute, for how long the sweeper works, s. */
  readonly sweepS: number;
}

export interface Emulated {
  /** Until each has its schedule, and until none has one after half of them were taken away, s of the clock. */
  readonly createdAfter: number;
  readonly refused: number;
  readonly fired: number;
  readonly firedTwice: number;
  readonly lateP99Ms: number;
  readonly lateMaxMs: number;
  /** Fired before its time. */
  readonly early: number;
  /** Schedules and records left at the end. */
  readonly left: number;
}

const [second, minute] = [1_000, 60_000];
/** The first is due so long after the last has its schedule; they are due within an hour. */
const ahead = 40 * minute;

/**
 * The drivers themselves against the stand-ins of Scheduler, SQS and DynamoDB, which go by one clock that is moved: armed as fast as is said, each minute a sweep, each schedule and message
 * as an event of the clock function. No process consumes beside it.
 */
export async function runEmulated({ timers, perSecond, rates, quotas, sweepS }: EmulatedInput): Promise<Emulated> {
  const cloud = await startCloud();
  const stage = await openStage(cloud, { delays: 'clock', rates: { CreateSchedule: quotas.creates, DeleteSchedule: quotas.deletes } });
  try {
    const { clock, scheduler } = stage;
    const start = clock.now();
    const arming = [stage.process({ rates }), stage.process({ rates })] as const;
    const sweeper = stage.process({ rates });
    const fired = new Map<string, number>();
    const late: number[] = [];
    eventSource(stage, cloud.fauxqs.sqs).by((body) =>
      sweeper.timers.tick(body, async ({ id, due }) => {
        fired.set(id, (fired.get(id) ?? 0) + 1);
        late.push(clock.now() - due);
      }),
    );
    const stops = sweeping();
    const random: Dice = dice(7);
    const dueFrom = start + (timers / Math.min(perSecond, rates.plan * (sweepS / 60))) * second * 1.2 + ahead;
    const stepMs = 100;
    for (let i = 0; i < timers; ) {
      const some: Promise<void>[] = [];
      const until = Math.min(timers, Math.ceil(((clock.now() - start + stepMs) * perSecond) / 1_000));
      for (; i < until; i++) some.push(arming[i % 2]?.timers.arm(`t${i}`, 1, Math.round(dueFrom + random() * 60 * minute)) ?? Promise.resolve());
      await Promise.all(some);
      await clock.advance(stepMs);
    }
    let createdAfter = 0;
    while (createdAfter === 0) {
      if (scheduler.schedules().length >= timers) createdAfter = (clock.now() - start) / 1_000;
      else await clock.advance(second);
    }
    await clock.advance(dueFrom + 61 * minute - clock.now());
    stops();
    return {
      createdAfter,
      refused: scheduler.throttled(),
      fired: fired.size,
      firedTwice: [...fired.values()].filter((times) => times > 1).length,
      lateP99Ms: percentile(late, 99),
      lateMaxMs: Math.max(...late),
      early: late.filter((ms) => ms < 0).length,
      left: scheduler.schedules().length + (await stage.left()).length,
    };

    /** As the function that is woken each minute, and ends. */
    function sweeping(): () => void {
      let callOff = () => {};
      const next = () => {
        callOff = clock.set(clock.now() + minute, next);
        const over = new AbortController();
        clock.set(clock.now() + sweepS * second, () => over.abort());
        void sweeper.timers.sweep(over.signal);
      };
      next();
      return () => callOff();
    }
  } finally {
    await stage.close();
    await cloud.close();
  }
}
