import type { Table } from '../../aws/table.ts';
import type { Clock } from '../../clock.ts';
import type { MovedTimer } from '../moved.ts';
import { type ClockQueue, clockQueue } from './queue.ts';
import { timerRecords } from './records.ts';
import { nearMs } from './waking.ts';

/**
 * Brings timers into the table; one of a higher version takes the place of a lower. Due within 15 minutes, a message wakes it; later, its schedule is planned, and made by the
 * next sweep. Rejects with StorageFailed; repeating it is safe.
 */
export function timerImport(table: Table, queue: ClockQueue, clock: Clock): (timer: MovedTimer) => Promise<void> {
  const records = timerRecords(table);
  const { wake } = clockQueue(queue, clock);
  return async (timer) => {
    const isNear = timer.next - clock.now() <= nearMs;
    const put = await records.put(timer, isNear ? 'queue' : 'plan', timer);
    // Brought before, it may not have been told: a message too many does nothing.
    if (isNear && (put.done || put.met?.version === timer.version)) await wake(timer, timer.next);
  };
}
