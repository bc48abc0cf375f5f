import { join } from 'node:path';
import { entryFile } from '../../infra/aws/cdk/bundle.ts';
import { inboxQueues } from '../../infra/aws/world/queues.ts';
import { awsInbox } from '../../shared/inbox/aws/inbox.ts';
import type { Inbox } from '../../shared/inbox/inbox.ts';
import { badDay } from '../aws/lambda/bad-day.ts';
import { bundles } from '../aws/lambda/bundles.ts';
import { sharedProcess } from '../aws/lambda/shared-process.ts';
import { type FunctionLine, type Stage, type StageOptions, startStage } from '../aws/lambda/stage.ts';
import type { LogLine } from '../hostile/world.ts';
import { movedClock } from '../moved-clock.ts';
import { startPlatforms } from '../platforms/all.ts';
import { ownSkills } from './own-skills.ts';
import type { JourneyOptions, JourneyWorld } from './worlds.ts';

/** What the functions that a journey meets stand on. */
const standsOn = ['ingress', 'voice', 'world', 'delivery'].map((name) => join(import.meta.dirname, `../../infra/aws/world/${name}.ts`));

/** The same on AWS: a stage's bundled functions, over what stands in for its services. A restart is a deployment: what runs ends, and each event then meets a new process. */
export async function onAws(
  { env, ...rest }: JourneyOptions = {},
  on: Pick<StageOptions, 'mood' | 'hiddenS' | 'receiptsMax'> & { readonly shared?: boolean } = {},
): Promise<JourneyWorld & { readonly stage: Stage; readonly inbox: Inbox }> {
  const { shared, ...given } = on;
  const clock = movedClock();
  const others = await startPlatforms(clock, rest);
  const process = shared ? sharedProcess() : undefined;
  const variables = { BELLHOP_SKILLS: ownSkills.join(',') };
  await process?.warm(standsOn, variables);
  const stage = await startStage({
    env: { BELLHOP_ENV: 'test', ...others.env, ...env },
    clock,
    ...(process ? { fileOf: entryFile, shared: process, variables } : { fileOf: await bundles(ownSkills) }),
    ...given,
  });
  const inbox = inboxOf(stage);
  return {
    ...others.platforms,
    stage,
    inbox,
    clock,
    get lines() {
      return stage.lines.flatMap(logLine);
    },
    origin: () => stage.origin,
    depth: () => inbox.depth(),
    later: (ms) => clock.later(ms),
    stop: () => stage.pause(),
    start: async () => stage.resume(),
    async close() {
      await stage.close();
      await others.close();
    },
  };
}

/** What failed is seen again so soon, s: no journey waits for minutes. */
const hiddenS = 3;

/** The same, where everything that AWS and the platforms permit goes wrong. `shared`: one process has all sandboxes, which is half as dear. */
export const onAwsOnABadDay =
  (shared: boolean) =>
  async (options: JourneyOptions = {}): Promise<JourneyWorld> =>
    Object.assign(await onAws(options, { mood: badDay(20_261_125), hiddenS: () => hiddenS, shared }), { isHasty: true as const });

/** The stage's inbox, to look into. */
function inboxOf({ aws, table, queueUrl, clock }: Stage) {
  const unread = () => Promise.reject(new TypeError('Nothing reads replies here.'));
  return awsInbox(
    {
      table: { client: aws.dynamodb.client, name: table },
      sqs: aws.fauxqs.sqs,
      queues: inboxQueues({ BELLHOP_QUEUES: queueUrl('') }, () => 'quick'),
      parts: { put: unread, get: unread, delete: unread },
    },
    { clock, random: Math.random },
  );
}

const levels: Readonly<Record<string, number>> = { INFO: 30, WARN: 40, ERROR: 50 };

/** A line of the log as the one process has it; numbers of CloudWatch are none. */
function logLine({ text }: FunctionLine): LogLine[] {
  if (!text.startsWith('{')) return [{ level: 50, msg: text }];
  const { level, msg, message, err, ...rest }: Written = JSON.parse(text);
  if ('_aws' in rest) return [];
  const told = err && { ...err, type: err.type ?? err.name };
  return [{ ...rest, level: typeof level === 'string' ? (levels[level] ?? 50) : level, msg: msg ?? message ?? '', ...(told ? { err: told } : {}) }];
}

interface Written {
  readonly level: number | string;
  readonly msg?: string;
  readonly message?: string;
  readonly err?: { readonly name?: string; readonly type?: string };
}
