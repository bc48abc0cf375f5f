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
  /** Each of the reconciler's kinds of request: lists, reads, deletions. */
  readonly reconcile: number;
}

/**
 * Scheduler's default quotas, requests a second for each operation and region: CreateSchedule and DeleteSchedule 1,000 in eleven large regions (5,000 for CreateSchedule in a later
 * version of the page), 250 in all others; invocations of targets 1,000 and fewer; schedules 1,000,000 at first, later 10,000,000. All can be raised.
 * (EventBridge Scheduler User Guide, Quotas. The rate of ListSchedules was not seen; 50 is taken for it.)
 */
export const defaultQuotas = { creates: 250, deletes: 250, lists: 50 } as const;

/** For the smaller regions' quotas: one sweeper, and ten processes that arm at once. */
export const defaultRates: Rates = { arm: 10, plan: 150, remove: 10, reconcile: 25 };

/** How long it takes to make or delete so many schedules at a steady rate, seconds: a million planned at 150 a second, 1.9 hours; at 1,000 a second, 17 minutes. */
export const secondsFor = (count: number, perSecond: number) => count / perSecond;
