import { functionParts } from '../../infra/aws/cdk/functions.ts';
import type { PriceName } from './prices.ts';

/** What is used of one price in a month. */
export interface Use {
  readonly of: PriceName;
  readonly count: number;
  /** Of what, and how it was counted or why it was assumed. */
  readonly why: string;
}

/** What a stage has, counted in its template. */
export interface Counts {
  readonly alarms: number;
  readonly dashboards: number;
  readonly keys: number;
  readonly secrets: number;
  /** Queues that feed functions. */
  readonly feeds: number;
  /** Memory of the function that runs each minute, GB. */
  readonly sweepGb: number;
}

export const monthHours = 730;
const monthMinutes = monthHours * 60;
const kb = 1 / 1_000_000;

/** Lambda asks each queue that feeds a function by five pollers, each waiting 20 s. */
const pollsAMinute = 5 * 3;
/** KMS asks a year's rent more for each of the first two yearly rotations. */
const keyVersions = 3;
const sweep = { seconds: 0.3, tableReads: 5.5, queueLengths: 9, logKb: 1.5, metrics: 7 };

/** What a stage uses while nobody uses it, in its third year. */
export function idleUses({ alarms, dashboards, keys, secrets, feeds, sweepGb }: Counts): readonly Use[] {
  return [
    { of: 'alarms', count: alarms, why: 'each alarm of the template' },
    { of: 'dashboards', count: dashboards, why: 'one page' },
    { of: 'keys', count: keys * keyVersions, why: 'the key and its first two yearly rotations' },
    { of: 'secrets', count: secrets, why: 'one secret' },
    {
      of: 'sqs',
      count: feeds * pollsAMinute * monthMinutes + sweep.queueLengths * monthMinutes,
      why: `Lambda asks ${feeds} queues, five times each 20 s; the sweeper asks ${sweep.queueLengths} how long they are`,
    },
    { of: 'metrics', count: sweep.metrics, why: 'depth and age of each priority, dead letters: told by the sweeper' },
    { of: 'lambdaRequests', count: monthMinutes, why: 'the sweeper, each minute' },
    { of: 'lambdaTime', count: monthMinutes * sweep.seconds * sweepGb, why: `the sweeper, ${sweep.seconds} s of ${sweepGb} GB` },
    { of: 'schedules', count: monthMinutes, why: 'wake the sweeper' },
    {
      of: 'reads',
      count: monthMinutes * sweep.tableReads,
      why: `the sweeper asks the indexes, and whether anything is watched, ${sweep.tableReads} units`,
    },
    { of: 'traces', count: monthMinutes, why: 'the sweeper, all of its runs' },
    { of: 'logs', count: monthMinutes * sweep.logKb * kb, why: `the sweeper, ${sweep.logKb} KB a run` },
    { of: 'keyRequests', count: (monthMinutes / 5) * 2, why: 'table and secret ask the key every five minutes' },
    { of: 'tableStorage', count: 0.1, why: 'people, settings' },
    { of: 'tableBackup', count: 0.1, why: 'the same' },
    { of: 'blobStorage', count: 0.2, why: 'blobs, and the code of the functions' },
  ];
}

const gbOf = (name: string) => (functionParts.find((part) => part.name === name)?.memoryMb ?? 0) / 1_024;
/** Those of one command, and how long each takes for it. Not measured on AWS. */
const functions = [
  { seconds: 0.03, gb: gbOf('ingress-slack') },
  { seconds: 0.15, gb: gbOf('run-quick') },
  { seconds: 0.25, gb: gbOf('deliver') },
];
const messages = { queues: 2, requestsEach: 3 };
export const items = { acceptWrites: 3, runWrites: 2, deliverWrites: 5, limitWrites: 2, postedWrites: 1, reads: 5, keptKb: 1.5 };
const logKb = 1.75;
const logPacked = 5;
const blobKb = 100;
const outKb = 4;
const timersShare = 0.02;
const blobsShare = 0.01;
/** Functions that start anew, of all runs: each reads the secret. */
const startsShare = 0.001;

/** What one command uses. An upper bound where batches would make it less. */
export function commandUses(): readonly Use[] {
  const writes = items.acceptWrites + items.runWrites + items.deliverWrites + items.limitWrites + items.postedWrites;
  const kept = `kept ${items.acceptWrites}, run ${items.runWrites}, delivered ${items.deliverWrites}, limits ${items.limitWrites}, message sent ${items.postedWrites}`;
  const requests = messages.queues * messages.requestsEach;
  return [
    { of: 'httpApi', count: 1, why: 'none by the function URLs' },
    { of: 'lambdaRequests', count: functions.length, why: 'ingress, run, deliver; each message alone, as if none came together' },
    {
      of: 'lambdaTime',
      count: functions.reduce((sum, { seconds, gb }) => sum + seconds * gb, 0),
      why: functions.map(({ seconds, gb }) => `${gb} GB for ${seconds * 1_000} ms`).join(', '),
    },
    { of: 'sqs', count: requests, why: 'sent, received and deleted, once to be run and once to be delivered' },
    { of: 'sqsFair', count: requests, why: 'each of them names its tenant' },
    { of: 'writes', count: writes, why: `${kept}; their indexes among them; an answer of a line` },
    { of: 'reads', count: items.reads, why: 'person, open question, record, message sent' },
    { of: 'tableStorage', count: items.keptKb * kb, why: 'record, its entries in indexes, message sent; for 30 days' },
    { of: 'tableBackup', count: items.keptKb * kb, why: 'the same' },
    { of: 'schedules', count: timersShare, why: `one command in ${1 / timersShare} arms a timer of more than 15 minutes` },
    { of: 'blobPuts', count: blobsShare, why: `one reply in ${1 / blobsShare} is too large for the table` },
    { of: 'blobGets', count: blobsShare, why: 'and is read once' },
    { of: 'blobStorage', count: blobsShare * blobKb * kb, why: `at ${blobKb} KB` },
    {
      of: 'secretRequests',
      count: functions.length * startsShare,
      why: `a function starts anew once in ${1 / startsShare} runs, and reads the secret`,
    },
    { of: 'logs', count: logKb * kb, why: "five lines, the metrics in them, and the API's own" },
    { of: 'logStorage', count: (logKb * kb) / logPacked, why: `for 30 days, packed to a ${logPacked}th` },
    { of: 'dataOut', count: outKb * kb, why: 'to the platform' },
  ];
}

/** X-Ray takes one request a second, and a twentieth of the others. */
const traced = (commands: number) => Math.min(commands, monthHours * 3_600 + commands / 20);
/** A metric costs for the hours in which it is told: at little use, few. */
const metricsMax = 60;
const metricsOfOne = 8;
const functionsInUse = 10;

/** What many commands share. */
export function sharedUses(commands: number): readonly Use[] {
  return [
    { of: 'traces', count: traced(commands), why: 'one command a second, and a twentieth of the others' },
    {
      of: 'metrics',
      count: Math.min(metricsMax, (commands * metricsOfOne) / monthHours),
      why: `${metricsOfOne} told by each command, ${metricsMax} there are, paid by the hour`,
    },
    { of: 'keyRequests', count: commands > 0 ? functionsInUse * (monthMinutes / 5) : 0, why: 'each function asks the key every five minutes' },
  ];
}

const gb = gbOf('watch');
const checksARun = 2_000;
/** Of one check: how large it and its state are in the table, a look in a batch, and what a look sends, TLS among it. */
const check = { kb: 1, stateKb: 0.4, sampleKb: 0.04, sentKb: 1.5, changes: 0.001 };
/** A run begins its looks within 10 s, and waits for the slowest. */
const runSeconds = 12;
/** Parts of an index, each over four of its partitions; groups that samples are of; how often a day they become an object for each check. */
const checksRead = { parts: 16, partitions: 4, groups: 16, foldsADay: 6 };

/** What looking at so many checks uses, each once a minute over HTTPS. Not measured on AWS. */
export function checkUses(checks: number): readonly Use[] {
  const runs = 2 ** Math.ceil(Math.log2(Math.max(1, checks / checksARun)));
  const { parts, partitions, groups, foldsADay } = checksRead;
  const asked = parts * partitions * 2 * 0.5;
  const read = (checks * (check.kb + check.stateKb)) / 8;
  const batches = runs * groups * 2 + checks * check.sampleKb;
  const days = monthHours / 24;
  return [
    {
      of: 'lambdaRequests',
      count: runs * monthMinutes,
      why: `${runs === 1 ? 'a run' : `${runs} runs`} a minute, one for ${checksARun.toLocaleString('en-US')} checks`,
    },
    {
      of: 'lambdaTime',
      count: runs * monthMinutes * runSeconds * gb,
      why: `each ${runSeconds} s of ${gb} GB: looks begin within 10 s, and the slowest is waited for`,
    },
    { of: 'traces', count: runs * monthMinutes, why: 'all of these runs' },
    {
      of: 'reads',
      count: (asked + read) * monthMinutes,
      why: `checks and states, ${check.kb + check.stateKb} KB each, at half a unit for 4 KB; ${parts * partitions * 2} questions`,
    },
    {
      of: 'writes',
      count: (runs + batches + checks * check.changes * 3) * monthMinutes,
      why: `the minute that is taken; ${groups} batches, ${check.sampleKb * 1_000} B a look; one look in ${1 / check.changes} changes a state`,
    },
    { of: 'blobPuts', count: checks * foldsADay * days, why: `an object for each check, ${foldsADay} times a day` },
    { of: 'blobGets', count: checks * foldsADay * days, why: 'and is read before' },
    { of: 'dataOut', count: checks * check.sentKb * kb * monthMinutes, why: `${check.sentKb} KB a look, TLS among it` },
  ];
}
