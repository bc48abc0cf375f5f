import { dice } from '../shared/timers/dice.ts';
import { billOf } from './cost/bill.ts';
import { costOf } from './cost/prices.ts';
import { countStage } from './cost/stage.ts';
import { commandUses } from './cost/uses.ts';
import type { Figure, Goal, Row } from './figure.ts';
import { dayWithPeak, plainDay } from './simulation/arrivals.ts';
import { check } from './simulation/checked.ts';
import { measureProfile } from './simulation/measured.ts';
import { steps, unitsOfStep } from './simulation/profile.ts';
import { type Raised, saturates } from './simulation/saturates.ts';
import { type Simulated, simulate, type Times } from './simulation/stage.ts';

const aMonth = 100_000_000;
const peak = 1_000;
const hour = 3_600;
/** Assumed, as on the page of costs; none was measured on AWS. */
const times: Times = { accept: 0.03, run: 0.15, deliver: 0.25, way: 0.03, cold: 0.4 };
/** A stage as it comes. */
const comes = { concurrency: 800, requestsPerSecond: 1_000 };

/** What is raised, one after the other, to go on. */
const raises: readonly Raised[] = [
  { what: 'as it comes' },
  { what: 'warm throughput 16,000', warm: 16_000 },
  { what: 'and concurrency 1,800 of 2,000', warm: 16_000, concurrency: 1_800, account: 2_000 },
  { what: 'and 4,000 requests a second', warm: 16_000, concurrency: 1_800, account: 2_000, requestsPerSecond: 4_000 },
  { what: 'and 16 shards of open work', warm: 16_000, concurrency: 1_800, account: 2_000, requestsPerSecond: 4_000, workShards: 16 },
];

/** What a stage on AWS takes, by how AWS says that its parts scale: nothing of this ran there. */
export const awsSimulation: Figure = {
  name: 'aws-simulation',
  how: "a stage on a clock of its own: what a command asks is counted on the stand-ins, how parts scale is from AWS's published quotas, how long steps take is assumed",
  async measure({ quick, say, folder }) {
    const profile = await measureProfile(10);
    for (const step of steps) say(`${step}: ${JSON.stringify(profile[step])}, ${unitsOfStep(profile[step])} write units`);
    const of = (raised: Omit<Raised, 'what'>) => ({ profile, times, ...comes, ...raised });
    const [from, to] = quick ? [9.9 * hour, 10.4 * hour] : [0, 24 * hour];

    const plain = simulate({ ...of({}), random: dice(1) }, plainDay(aMonth), from, to);
    tell('a day of 100 million a month, as it comes', plain, say);
    const before = simulate({ ...of({}), random: dice(1) }, dayWithPeak(aMonth, peak), from, to);
    tell(`a day with a peak of ${peak} a second, as it comes`, before, say);
    const { what, ...enough } = raises[2] ?? { what: '' };
    const after = simulate({ ...of({ ...enough, requestsPerSecond: 2_000 }), random: dice(1) }, dayWithPeak(aMonth, peak), from, to);
    tell(`the same with ${raises[1]?.what} ${what}, and 2,000 requests a second`, after, say);

    const found = raises.map(({ what: raised, ...more }) => ({ raised, ...saturates(of(more)) }));
    const loud = [true, false].map((isFair) =>
      simulate(
        { ...of({ warm: 16_000, requestsPerSecond: 2_000 }), random: dice(1), isFair, loudShare: 0.5 },
        dayWithPeak(aMonth, peak),
        9.9 * hour,
        10.5 * hour,
      ),
    );
    const [fair, unfair] = loud.map(({ quiet }) => quiet.percentile(99));

    const { ran, computed, callsComputed } = await check(profile, quick ? 160 : 400, 40);
    const cost = costEach(plain, folder);
    const rows: Row[] = [
      {
        figure: 'aws-simulation: 100 million a month, accepted to delivered, p99',
        value: seconds(plain.all.percentile(99)),
        against: `its steps alone ${seconds(times.run + times.deliver)}`,
        ratio: plain.all.percentile(99) / (times.run + times.deliver),
      },
      ...found.map(
        ({ raised, perSecond, by }): Row => ({
          figure: `aws-simulation: commands a second, ${raised}`,
          value: perSecond.toFixed(0),
          against: by ? `then full: ${by.name}; raise ${by.raise}` : '',
        }),
      ),
      {
        figure: `aws-simulation: peak of ${peak} a second, as it comes: never taken`,
        value: `${((before.notAccepted / before.commands) * 100).toFixed(1)} %`,
        against: `raised: ${after.notAccepted}`,
      },
      {
        figure: `aws-simulation: the same peak, raised, p99`,
        value: seconds(after.all.percentile(99)),
        against: `without a peak ${seconds(plain.all.percentile(99))}`,
        ratio: after.all.percentile(99) / plain.all.percentile(99),
      },
      {
        figure: 'aws-simulation: deliveries full, one tenant says half of all: p99 of the others',
        value: seconds(fair ?? 0),
        against: `queues in order ${seconds(unfair ?? 0)}`,
        ratio: (fair ?? 0) / (unfair ?? 1),
      },
      {
        figure: 'aws-simulation: a million commands',
        value: `${cost.simulated.toFixed(2)} $`,
        against: `page of costs ${cost.page.toFixed(2)} $`,
        ratio: cost.simulated / cost.page,
      },
      {
        figure: 'aws-simulation: small run over the stand-ins, p50',
        value: seconds(ran.p50S),
        against: `computed ${seconds(computed.all.percentile(50))}`,
        ratio: ran.p50S / computed.all.percentile(50),
      },
      {
        figure: "aws-simulation: that run's calls of the table",
        value: String(ran.calls),
        against: `computed ${callsComputed}`,
        ratio: ran.calls / callsComputed,
      },
    ];
    const goals: Goal[] = [
      {
        says: 'aws-simulation: 100 million a month, nothing is full as it comes',
        holds: plain.refusedAtDoor === 0 && plain.gauges.every(({ refused }) => refused === 0),
      },
      {
        says: `aws-simulation: a peak of ${peak} a second, raised, loses nothing and is answered within 5 s`,
        holds: after.notAccepted === 0 && after.all.most <= 5,
      },
      {
        says: 'aws-simulation: the small run is as computed: calls to a twentieth, p50 to a half',
        holds: Math.abs(ran.calls / callsComputed - 1) <= 0.05 && Math.abs(Math.log(ran.p50S / computed.all.percentile(50))) <= Math.log(1.5),
      },
    ];
    return { rows, goals };
  },
};

/** Each part of a stage, and how full it got. */
function tell(
  what: string,
  { commands, all, alerts, refusedAtDoor, notAccepted, gauges, longestQueue }: Simulated,
  say: (line: string) => void,
): void {
  const p = (of: typeof all, percent: number) => seconds(of.percentile(percent));
  say(
    `${what}: ${commands.toLocaleString('en-US')} commands, p50 ${p(all, 50)}, p99 ${p(all, 99)}, worst ${seconds(all.most)}, alerts p99 ${p(alerts, 99)}; refused ${refusedAtDoor}, never taken ${notAccepted}; longest queue ${longestQueue}`,
  );
  for (const { name, most, limit, refused } of gauges)
    say(
      `    ${name}: ${most.toFixed(0)} of ${limit.toFixed(0)}, ${((most / limit) * 100).toFixed(0)} %${refused > 0 ? `; full ${refused} times` : ''}`,
    );
}

/** Dollars a million commands: what was used in the simulation, and what isn't simulated as on the page of costs. */
function costEach({ commands, used }: Simulated, folder: string): { readonly simulated: number; readonly page: number } {
  const million = 1_000_000;
  const simulated = { lambdaRequests: used.runs, lambdaTime: used.gbS, sqs: used.sqs, sqsFair: used.sqs, writes: used.writes, reads: used.reads };
  const rest = commandUses().filter(({ of }) => !(of in simulated));
  const counts = countStage(folder);
  const page = billOf(counts, aMonth).usd - billOf(counts, 0).usd;
  const parts = [
    ...Object.entries(simulated).map(([name, count]) => costOf(name as keyof typeof simulated, (count / commands) * million)),
    ...rest.map(({ of, count }) => costOf(of, count * million)),
  ];
  return { simulated: parts.reduce((sum, usd) => sum + usd, 0), page: (page / aMonth) * million };
}

const seconds = (s: number) => (s < 10 ? `${s.toFixed(2)} s` : `${s.toFixed(0)} s`);
