/**
 * Requests a second that this process may make of Scheduler. All processes of a stage together, and what else schedules in its account and region, stay below the
 * account's quotas.
 */
export interface Rates {
  /** Schedules made by `arm` itself; what is more is planned, and made by who sweeps. */
  readonly arm: number;
  /** Planned schedules, made by who sweeps or consumes. */
  readonly plan: number;
  /** Schedules deleted by `disarm` and `arm` themselves; what is more is left to the reconciler, or fires for nothing. */
  readonly remove: number;
  /** The reconciler's lists, of 100 schedules each. */
  readonly list: number;
  /** What the reconciler reads and deletes of what it found too many, each. */
  readonly clean: number;
}

/**
 * Scheduler's default quotas, requests a second for each operation and region: CreateSchedule and DeleteSchedule 1,000 in eleven large regions (5,000 for CreateSchedule in a later
 * version of the page), 250 in all others; invocations of targets 1,000 and fewer; schedules 1,000,000 at first, later 10,000,000. All can be raised.
 * (EventBridge Scheduler User Guide, Quotas. The rate of ListSchedules was not seen; 50 is taken for it.)
 */
export const defaultQuotas = { creates: 250, deletes: 250, lists: 50 } as const;

/** For the smaller regions' quotas: one sweeper, and ten processes that arm at once. */
export const defaultRates: Rates = { arm: 10, plan: 150, remove: 10, list: 25, clean: 100 };

/** What of its rate each may take at once: people set some timers together; a sweep has many minutes. */
export const atOnce: Readonly<Record<keyof Rates, number>> = { arm: 0.5, plan: 0.1, remove: 0.5, list: 0.1, clean: 0.1 };
