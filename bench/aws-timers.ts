import { defaultQuotas, defaultRates, type Rates } from '../shared/timers/aws/rates.ts';
import { timerParts } from '../shared/timers/aws/schedules.ts';
import { dice } from '../shared/timers/dice.ts';
import { planThrough } from '../test/aws/scheduler-plan.ts';
import type { Figure, Goal, Row } from './figure.ts';
import { runEmulated } from './timers/emulated.ts';
import { fireThrough, type Lateness } from './timers/firing.ts';

const million = 1_000_000;
/** The sweeper is a function of 50 s, each minute; the last seconds are for giving back what it holds. */
const sweepS = 45;
/** The reconciler compares one of 64 parts in a run, each part once a day. */
const reconcileEachS = 86_400 / timerParts.length;

/** Quotas of the eleven large regions, and rates planned within them. Scheduler's User Guide, Quotas: CreateSchedule and DeleteSchedule 1,000 a second there. */
const large = { quotas: { creates: 1_000, deletes: 1_000 }, rates: { arm: 20, plan: 750, remove: 20, list: 25, clean: 700 } satisfies Rates };
const small = { quotas: { creates: defaultQuotas.creates, deletes: defaultQuotas.deletes }, rates: defaultRates };
/** The same page: invocations of targets 1,000 a second in the large regions, 500 in others. */
const invocations = { small: 500, large: 1_000 };
/** 60 runs of the clock function at once, each with ten messages, each of which takes some 20 ms: far above what Scheduler invokes. */
const answers = 10_000;

/** What a million timers take on AWS: computed, and the same computation held to a run of the drivers against the stand-ins. */
export const awsTimers: Figure = {
  name: 'aws-timers',
  how: "a million timers through EventBridge Scheduler's quotas, by the drivers' own buckets on a clock that is moved; and the drivers themselves against the stand-ins, at a tenth of the rates",
  async measure({ quick, say }) {
    const rows: Row[] = [];
    const goals: Goal[] = [];
    for (const [where, { quotas, rates }] of [
      ['large regions', large],
      ['other regions', small],
    ] as const) {
      const plan = planThrough({ timers: million, perSecond: 2_000, processes: 10, rates, quotas, sweepS, reconcileEachS, parts: timerParts.length });
      const floor = million / quotas.creates;
      say(
        `${where}: ${plan.createdAtOnce.toLocaleString('en-US')} schedules made by who armed them, the rest by the sweeper; at most ${plan.createsMax} creations and ${plan.deletesMax} deletions in a second`,
      );
      rows.push(
        {
          figure: `aws-timers: a million armed, ${where}`,
          value: hours(plan.createdAfter),
          against: `quota alone ${hours(floor)}`,
          ratio: plan.createdAfter / floor,
        },
        {
          figure: `aws-timers: a million taken away, until their last schedule is gone, ${where}`,
          value: hours(plan.deletedAfter),
          against: 'none of them fires, from the first',
        },
      );
      goals.push({
        says: `aws-timers: ${where}, no request past the quotas of ${quotas.creates} and ${quotas.deletes} a second`,
        holds: plan.refused === 0,
      });
    }
    for (const [what, overMs, quota] of [
      ['due over an hour', 3_600_000, invocations.small],
      ['all due at one instant, large regions', 0, invocations.large],
    ] as const) {
      const late = fireThrough({ timers: million, overMs, invocations: quota, answers, random: dice(1) });
      say(`${what}: ${late.scheduledLate.toLocaleString('en-US')} schedules fire after their timer's time`);
      rows.push(latenessRow(`aws-timers: lateness p99, a million ${what}`, late));
      if (overMs > 0) goals.push({ says: `aws-timers: a million ${what} fire right to about a second`, holds: late.maxMs <= 1_200 });
    }
    // Some minutes of sweeping: less tells only how long it waits for the next minute.
    const timers = quick ? 1_000 : 3_000;
    const scaled = {
      timers,
      perSecond: 40,
      rates: { arm: 2, plan: 15, remove: 2, list: 25, clean: 10 },
      quotas: { creates: 25, deletes: 25 },
      sweepS,
    };
    const ran = await runEmulated(scaled);
    const computed = planThrough({ ...scaled, processes: 2 });
    rows.push(
      {
        figure: `aws-timers: ${timers} armed against the stand-ins`,
        value: `${ran.createdAfter.toFixed(0)} s`,
        against: `computed ${computed.createdAfter.toFixed(0)} s`,
        ratio: ran.createdAfter / computed.createdAfter,
      },
      { figure: `aws-timers: lateness p99 of those`, value: `${ran.lateP99Ms} ms`, against: 'goal about 1 s', ratio: ran.lateP99Ms / 1_000 },
    );
    goals.push(
      {
        says: `aws-timers: against the stand-ins, all ${timers} fired, none early, none more than a second late, and nothing is left`,
        holds: ran.fired === timers && ran.early === 0 && ran.lateMaxMs <= 1_000 && ran.left === 0,
      },
      { says: 'aws-timers: against the stand-ins, no request was refused', holds: ran.refused === 0 },
      {
        says: 'aws-timers: what was computed for that run is within a fifth of it',
        holds: Math.abs(ran.createdAfter / computed.createdAfter - 1) <= 0.2,
      },
    );
    if (ran.firedTwice > 0) say(`${ran.firedTwice} fired twice`);
    return { rows, goals };
  },
};

const latenessRow = (figure: string, { p50Ms, p99Ms, maxMs }: Lateness): Row => ({
  figure,
  value: `${(p99Ms / 1_000).toFixed(1)} s`,
  against: `p50 ${(p50Ms / 1_000).toFixed(1)} s, worst ${(maxMs / 1_000).toFixed(1)} s`,
});

function hours(seconds: number): string {
  if (seconds < 3_600) return `${(seconds / 60).toFixed(0)} min`;
  return seconds < 86_400 ? `${(seconds / 3_600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(1)} days`;
}
