import { type Priority, priorities } from '../../shared/command/command.ts';
import { type AnyCommand, deadlineDefaultMs } from '../../shared/command/define.ts';

/** Handlers run apart by what they need: heavy ones take minutes, and the memory for it. */
export type HandlerGroup = 'quick' | 'heavy';
export const handlerGroups: readonly HandlerGroup[] = ['quick', 'heavy'];

/** The longest deadline of a group's handlers, ms. A function of it lives 15 s longer: what it took is given back before its end. Lambda ends all after 15 minutes. */
export const deadlineMaxMs: Readonly<Record<HandlerGroup, number>> = { quick: 45_000, heavy: 885_000 };

/** Where a command's handler runs: follows from its definition. Throws RangeError for a deadline that no function lives as long as. */
export function groupOf({ name, deadlineMs = deadlineDefaultMs }: Pick<AnyCommand, 'name' | 'deadlineMs'>): HandlerGroup {
  const group = handlerGroups.find((one) => deadlineMs <= deadlineMaxMs[one]);
  if (!group)
    throw new RangeError(`${name}: its deadline of ${deadlineMs} ms is longer than a function lives; ${deadlineMaxMs.heavy} ms is the most.`);
  return group;
}

export type QueueName = `run-${HandlerGroup}-${Priority}` | 'deliver-alert' | 'deliver' | 'clock';

export const runQueue = (group: HandlerGroup, priority: Priority): QueueName => `run-${group}-${priority}`;

export const runQueues: readonly QueueName[] = handlerGroups.flatMap((group) => priorities.map((priority) => runQueue(group, priority)));

/** Where what a command of a priority answers is delivered from: an alert's waits for no other's. */
export const deliverQueue = (priority: Priority): QueueName => (priority === 'alert' ? 'deliver-alert' : 'deliver');

export const deliverQueues: readonly QueueName[] = [...new Set(priorities.map(deliverQueue))];

/** All queues that functions send to. */
export const queueNames: readonly QueueName[] = [...runQueues, ...deliverQueues, 'clock'];

/** Takes what no function of the other queues could take. */
export const deadQueue = 'dead';

/** Where SES tells, by SNS, what came back of mail: of a stage that sends some. */
export const mailQueue = 'mail-events';

/** Where AWS tells, by SNS, what people write to the number: of a stage that has one. */
export const textQueue = 'texts';
/** And what of it no function could take, to be looked at by hand. */
export const lostTextsQueue = 'texts-lost';

/** Every queue that feeds a function. */
export type AnyQueueName = QueueName | typeof deadQueue | typeof mailQueue | typeof textQueue;

/** What the names of a stage's parts begin with: `bellhop-prod`. */
export const prefixOf = (stage: string) => `bellhop-${stage}`;
