import type { Env } from '../../../shared/channel/channel.ts';
import type { Priority } from '../../../shared/command/command.ts';
import type { InboxQueues, Line } from '../../../shared/inbox/aws/messages.ts';
import { awsSettings } from '../environment.ts';
import { deliverQueue, type HandlerGroup, type QueueName, runQueue } from '../queues.ts';
import { given } from './given.ts';

/** The address of one of the stage's queues. */
export const queueUrl = (env: Env, name: QueueName) => `${given(env, awsSettings.queues)}${name}`;

/** The inbox's queues: a line for each group of handlers, and one for deliveries, of which alerts have a queue of their own. `groupOf`: the group of a command's name. */
export function inboxQueues(env: Env, groupOf: (name: string) => HandlerGroup): InboxQueues {
  const line = (group: HandlerGroup): Line => ({
    alert: queueUrl(env, runQueue(group, 'alert')),
    interactive: queueUrl(env, runQueue(group, 'interactive')),
    report: queueUrl(env, runQueue(group, 'report')),
  });
  const deliver = (priority: Priority) => queueUrl(env, deliverQueue(priority));
  return {
    run: { quick: line('quick'), heavy: line('heavy') },
    deliver: { alert: deliver('alert'), interactive: deliver('interactive'), report: deliver('report') },
    groupOf,
  };
}
