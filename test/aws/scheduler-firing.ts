import { GetQueueUrlCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Alarm } from '../../shared/timers/alarm.ts';
import type { Schedule, ScheduleBook } from './scheduler-book.ts';

/** How it fires, to be changed at will. */
export interface Mood {
  /** Where within its minute a schedule fires, 0 to below 1. */
  within: () => number;
  /** Whether this one is delivered twice. */
  twice: () => boolean;
}

const minuteMs = 60_000;

/** Fires schedules into their queues: once at least, anywhere within the minute that begins at their time. What their queue doesn't take goes to their dead letters, at once. */
export function firing(book: ScheduleBook, alarm: Alarm, sqs: Pick<SQSClient, 'send'>, mood: Mood) {
  const callOffs = new Map<string, () => void>();
  const underWay = new Set<Promise<void>>();

  return {
    /** Waits for its time; instead of what this name waited for before. */
    plan(schedule: Schedule): void {
      callOffs.get(schedule.arn)?.();
      const at = schedule.at + Math.floor(mood.within() * minuteMs);
      const callOff = alarm.set(at, () => {
        // What was replaced or deleted meanwhile fires no more.
        if (isKept(schedule) && schedule.enabled) fire(schedule);
      });
      callOffs.set(schedule.arn, callOff);
    },
    /** Fires it, whether it is still there or not: what was deleted a moment ago may do that. */
    fire,
    /** Resolves when what has fired has been handed over. */
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    end(): void {
      for (const callOff of callOffs.values()) callOff();
    },
  };

  function isKept(schedule: Schedule): boolean {
    return book.schedules.get(`${schedule.group}/${schedule.name}`) === schedule;
  }

  function fire(schedule: Schedule): void {
    const times = mood.twice() ? 2 : 1;
    const done = Promise.all(Array.from({ length: times }, () => handOver(schedule))).then(() => {
      if (isKept(schedule) && schedule.deleteAfter) book.remove(schedule.group, schedule.name);
    });
    const over = done.finally(() => underWay.delete(over));
    underWay.add(over);
  }

  async function handOver({ target }: Schedule): Promise<void> {
    try {
      await send(target.Arn, target.Input);
    } catch {
      if (target.DeadLetterConfig) await send(target.DeadLetterConfig.Arn, target.Input);
    }
  }

  async function send(queueArn: string, MessageBody: string): Promise<void> {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueArn.split(':').at(-1) ?? '' }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }
}
