import { randomUUID } from 'node:crypto';
import { type MovedCommand, rowOf } from '../moved.ts';
import type { CommandItem } from './item.ts';
import type { AwsInboxParts } from './options.ts';
import { putAway } from './parts.ts';
import { nextLook, type PlaceOptions } from './places.ts';
import { putNew } from './putting.ts';

/**
 * Brings a command into the table, unless it is there. No message is sent of it: what is due is found by the sweeper's next look, which sends as many as the queues take.
 * Answers whether it was brought. Rejects with StorageFailed; repeating it is safe.
 */
export async function importCommand(
  { table, parts }: Pick<AwsInboxParts, 'table' | 'parts'>,
  command: MovedCommand,
  now: number,
  options: PlaceOptions,
): Promise<boolean> {
  const moved = itemOf(command);
  const { runDue, sendDue } = moved;
  const isDue = (due: number | null) => due !== null && due <= now;
  const lookAt = isDue(runDue) || isDue(sendDue) ? now : nextLook(moved, null, now, options);
  const item = await putAway({ ...moved, lookAt }, { ...moved, replies: null }, parts);
  const put = await putNew(table, item, now, options);
  if ('item' in put) return true;
  if (item.part !== null) await parts.delete(item.part);
  return false;
}

function itemOf(command: MovedCommand): CommandItem {
  return {
    ...rowOf(command, JSON.stringify),
    name: command.command.name,
    version: 1,
    writeId: randomUUID(),
    formerState: null,
    sendLease: 0,
    part: null,
    // Nobody waits any more to hear it spoken.
    isForLater: false,
    lookAt: null,
  };
}
