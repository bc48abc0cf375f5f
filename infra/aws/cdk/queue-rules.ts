import type { AnyQueueName } from '../queues.ts';
import { allParts, type FunctionPart, feedsOf } from './functions.ts';

/** AWS: a message stays hidden for six times as long as a function may take, or an event that was thrown back meets itself. */
const hiddenFactor = 6;
/** Receipts of a message before it goes to the dead ones: more than a command's runs and a reply's sends, which its record counts. */
export const receiptsMax = 12;

/** How long a message that was received stays hidden, s. */
export const hiddenS = (name: AnyQueueName) => hiddenFactor * consumerOf(name).timeoutS;

/** The function that a queue feeds. */
export function consumerOf(name: AnyQueueName): FunctionPart {
  const part = allParts.find((one) => feedsOf(one).some(({ queue }) => queue === name));
  if (!part) throw new Error(`Nothing takes from the queue ${name}.`);
  return part;
}
