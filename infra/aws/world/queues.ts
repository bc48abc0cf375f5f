import type { Env } from '../../../shared/channel/channel.ts';
import type { InboxQueues, Line } from '../../../shared/inbox/aws/messages.ts';
import { awsSettings } from '../environment.ts';
import { type HandlerGroup, type QueueName, runQueue } from '../queues.ts';
import { given } from './given.ts';

/** The address of one of the stage's queues. */
export const queueUrl = (env: Env, name: QueueName) => `${given(env, awsSettings.queues)}${name}`;

/** The inbox's queues: a line for each group of handlers, and one queue for all deliveries. `groupOf`: the group of a command's name. */
export function inboxQueues(env: Env, groupOf: (name: string) => HandlerGroup): InboxQueues {
  const line = (group: HandlerGroup): Line => ({
    alert: queueUrl(env, runQueue(group, 'alert')),
    interactive: queueUrl(env, runQueue(group, 'interactive')),
    report: queueUrl(env, runQueue(group, 'report')),
  });
  const deliver = queueUrl(env, 'deliver');
  return {
    run: { quick: line('quick'), heavy: line('heavy') },
    deliver: { alert: deliver, interactive: deliver, report: deliver },
    groupOf,
  };
}
