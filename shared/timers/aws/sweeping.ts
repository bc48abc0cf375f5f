import { sideBySide } from '../../aws/side-by-side.ts';
import type { Table } from '../../aws/table.ts';
import type { Clock } from '../../clock.ts';
import type { Wakes } from './queue.ts';
import { readTimers } from './read-timers.ts';
import type { TimerRecords } from './records.ts';
import type { TimeIndex } from './time-index.ts';

/** A timer that has not fired so long after its time has lost what wakes it, or waits in a queue that is behind. ms */
export const graceMs = 60_000;
/** One whose message was sent again is left alone for so long, ms: a queue that is behind gets few messages of one timer. */
const aloneMs = 300_000;
/** Messages of one sweep. */
const turn = 1_000;

export interface SweepParts {
  readonly table: Table;
  readonly index: TimeIndex;
  readonly records: TimerRecords;
  readonly queue: Wakes;
  readonly clock: Clock;
}

/** Sends the message again of each timer that should have fired a minute ago. Answers how many. Throws StorageFailed. */
export function overdueSweep({ table, index, records, queue, clock }: SweepParts) {
  return async function sweep(signal: AbortSignal): Promise<number> {
    const now = clock.now();
    const late = (await index.earliest('timers', turn / 4)).filter(({ at }) => at <= now - graceMs);
    return sideBySide(await readTimers(table, late, 'timers'), async (record) => {
      if (signal.aborted || record.next > now - graceMs) return false;
      await queue.wake(record, record.next);
      return records.lookedAt(record, now + aloneMs);
    });
  };
}
