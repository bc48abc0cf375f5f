import type { Clock } from '../../shared/clock.ts';
import { SchedulerError } from './scheduler-errors.ts';

export type Operation =
  | 'CreateSchedule'
  | 'GetSchedule'
  | 'UpdateSchedule'
  | 'DeleteSchedule'
  | 'ListSchedules'
  | 'CreateScheduleGroup'
  | 'GetScheduleGroup'
  | 'DeleteScheduleGroup'
  | 'ListScheduleGroups';

/** Requests a second, by operation, as an account's quotas have them; what isn't named has no bound. */
export type Rates = Partial<Record<Operation, number>>;

/** Counts requests within each second of the clock, and refuses what is too much, for the rest of it, as the service does. */
export function throttle(clock: Clock, rates: Rates) {
  const counts = new Map<string, number>();
  let second = 0;
  let ordered = { times: 0, operation: undefined as Operation | undefined };
  let refused = 0;
  return {
    /** Refuses the next requests; those of one operation where it is named. */
    order(times: number, operation?: Operation): void {
      ordered = { times, operation };
    },
    refused: () => refused,
    /** Throws ThrottlingException. */
    pass(operation: Operation): void {
      const now = Math.floor(clock.now() / 1_000);
      if (now !== second) {
        counts.clear();
        second = now;
      }
      const count = (counts.get(operation) ?? 0) + 1;
      counts.set(operation, count);
      const isOrdered = ordered.times > 0 && (ordered.operation ?? operation) === operation;
      if (isOrdered) ordered = { ...ordered, times: ordered.times - 1 };
      if (!isOrdered && count <= (rates[operation] ?? Number.POSITIVE_INFINITY)) return;
      refused++;
      throw new SchedulerError('ThrottlingException', 'Rate exceeded');
    },
  };
}
