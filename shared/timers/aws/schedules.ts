import { createHash } from 'node:crypto';
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  type SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { called } from '../../aws/call.ts';
import { shardOf, shards, sliceOf, slices } from '../../aws/shard.ts';
import { StorageFailed } from '../../errors.ts';
import type { Due } from '../timers.ts';
import { scheduleGroups } from './groups.ts';
import { timerKey } from './item.ts';
import { bodyOf, dueIn } from './message.ts';

/** A schedule fires this long before its timer is due, ms: Scheduler fires anywhere within a minute, and the way through the queue takes some time of the second. */
export const leadMs = 120_000;

export interface ScheduleGroup {
  readonly client: Pick<SchedulerClient, 'send'>;
  /** The stage's own group, and what the names of its tenants' groups begin with; nothing else schedules in them. */
  readonly group: string;
  readonly queueArn: string;
  /** The role that Scheduler sends to the queue with. */
  readonly roleArn: string;
  /** The queue for what Scheduler could not send. */
  readonly deadLetterArn: string;
}

/** A schedule as a listing has it. */
export interface ListedSchedule {
  readonly name: string;
  readonly group: string;
  /** ms since 1970. */
  readonly createdAt: number;
}

/** The parts in which timers and schedules can be compared, one in each call: of a million, one has some 16,000. */
export const timerParts: readonly number[] = Array.from({ length: shards.length * slices }, (_, i) => i);

export const shardOfPart = (part: number) => Math.floor(part / slices);
/** The part of a timer by its key. */
export const partOf = (pk: string) => shardOf(pk) * slices + sliceOf(pk);
/** What the names begin with, of a shard, and of a part of it. */
export const shardPrefix = (shard: number) => `${shard}`;
export const partPrefix = (part: number) => `${shardOfPart(part)}${(part % slices).toString(16)}-`;

/**
 * A timer's schedule by name: the shard that the index has the timer in, and the part of that; then what it is for: id, version and due, hashed, for names are short and of few
 * characters. With the due, for an id taken away and set anew may have its version again: a schedule of the same name is always the right one.
 */
export function scheduleName({ id, version, due }: Due): string {
  return `${partPrefix(partOf(timerKey(id)))}${createHash('sha256')
    .update(JSON.stringify([id, version, due]))
    .digest('base64url')}`;
}

/** One-shot schedules, one for each far timer, in its tenant's group. All throw StorageFailed. */
export function schedules({ client, group: stageGroup, queueArn, roleArn, deadLetterArn }: ScheduleGroup) {
  const groups = scheduleGroups(client, stageGroup);

  return {
    /** Makes it, to fire 2 minutes before the timer is due; one that is there is the same. */
    async create(timer: Due): Promise<void> {
      const [group = stageGroup] = groups.of(timer.id);
      if (group === stageGroup) return createIn(group, timer);
      // Most times the group is there: to look first would be a call more each time.
      if (await unlessMissing(() => createIn(group, timer))) return;
      await createIn((await groups.make(group)) ? group : stageGroup, timer);
    },

    /** Takes it away; nothing happens when there is none. It may have fired. */
    async remove(timer: Due): Promise<void> {
      for (const group of groups.of(timer.id)) if (await removeFrom(group, scheduleName(timer))) return;
    },

    /** Takes one away that was listed. */
    async removeListed({ group, name }: ListedSchedule): Promise<void> {
      await removeFrom(group, name);
    },

    /** A page of those whose names begin so, of all groups of the stage. */
    async list(prefix: string, after: string | undefined): Promise<{ readonly page: readonly ListedSchedule[]; readonly next: string | undefined }> {
      const command = new ListSchedulesCommand({ NamePrefix: prefix, MaxResults: 100, ...(after ? { NextToken: after } : {}) });
      const { Schedules = [], NextToken } = await called(what, (abortSignal) => client.send(command, { abortSignal }));
      const page = Schedules.map(({ Name = '', GroupName = '', CreationDate }) => ({
        name: Name,
        group: GroupName,
        createdAt: CreationDate?.getTime() ?? 0,
      }));
      return { page: page.filter(({ group }) => groups.isOurs(group)), next: NextToken };
    },

    /** The timer that a schedule is for; gone when it is no more, foreign when it is for something else. */
    async timerOf({ group, name }: Pick<ListedSchedule, 'group' | 'name'>): Promise<Due | 'gone' | 'foreign'> {
      const command = new GetScheduleCommand({ Name: name, GroupName: group });
      const found = await called(what, (abortSignal) => client.send(command, { abortSignal }).catch(unless('ResourceNotFoundException')));
      if (!found) return 'gone';
      const timer = dueIn(found.Target?.Input ?? '');
      return timer && scheduleName(timer) === name ? timer : 'foreign';
    },
  };

  async function createIn(GroupName: string, timer: Due): Promise<void> {
    const command = new CreateScheduleCommand({
      Name: scheduleName(timer),
      GroupName,
      ScheduleExpression: `at(${wallTime(timer.due - leadMs)})`,
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: { Arn: queueArn, RoleArn: roleArn, DeadLetterConfig: { Arn: deadLetterArn }, Input: bodyOf(timer) },
    });
    await called(what, (abortSignal) => client.send(command, { abortSignal }).catch(unless('ConflictException')));
  }

  /** Answers whether it was there. */
  async function removeFrom(GroupName: string, Name: string): Promise<boolean> {
    const command = new DeleteScheduleCommand({ Name, GroupName });
    const removed = await called(what, (abortSignal) => client.send(command, { abortSignal }).catch(unless('ResourceNotFoundException')));
    return removed !== undefined;
  }
}

export type Schedules = ReturnType<typeof schedules>;

const what = "A timer's schedule";

/** The last instant that has a year of four digits. */
const lastInstant = Date.UTC(9999, 11, 31, 23, 59, 59);

/** Wall time in UTC, to the second before. */
const wallTime = (at: number) => new Date(Math.min(at, lastInstant)).toISOString().slice(0, 19);

/** An error of this name is none. */
function unless(name: string) {
  return (cause: unknown): undefined => {
    if (!(cause instanceof Error) || cause.name !== name) throw cause;
  };
}

/** Answers whether what it names was there. */
async function unlessMissing(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (cause) {
    if (!(cause instanceof StorageFailed) || !(cause.cause instanceof Error) || cause.cause.name !== 'ResourceNotFoundException') throw cause;
    return false;
  }
}
