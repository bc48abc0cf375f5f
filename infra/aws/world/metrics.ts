import { type Priority, priorities } from '../../../shared/command/command.ts';
import type { Depth } from '../../../shared/inbox/inbox.ts';
import type { FlowMetrics } from '../../core/observer.ts';
import type { Numbers } from './numbers.ts';

/** What the flow is measured by, under the names that /metrics has. */
export function flowMetrics(numbers: Numbers): FlowMetrics {
  const count = (name: string) => ({ inc: (labels: Readonly<Record<string, string>>) => numbers.tell(name, 'Count', 1, labels) });
  const seconds = (name: string) => ({
    observe: (labels: Readonly<Record<string, string>>, value: number) => numbers.tell(name, 'Seconds', value, labels),
  });
  return {
    acceptSeconds: { observe: (value) => numbers.tell('bellhop_accept_seconds', 'Seconds', value) },
    accepted: count('bellhop_accepted_total'),
    rejected: count('bellhop_rejected_total'),
    duplicates: count('bellhop_duplicates_total'),
    runSeconds: seconds('bellhop_run_seconds'),
    replySeconds: seconds('bellhop_reply_seconds'),
    deliveryFailures: count('bellhop_delivery_failures_total'),
    maybeSent: count('bellhop_maybe_sent_total'),
    checks: count('bellhop_checks_total'),
    checkSeconds: seconds('bellhop_check_seconds'),
    checkLateness: { observe: (value) => numbers.tell('bellhop_check_lateness_seconds', 'Seconds', value) },
  };
}

/** How late a timer fires. */
export const lateness = (numbers: Numbers, ms: number) => numbers.tell('bellhop_timer_lateness_seconds', 'Seconds', Math.max(0, ms) / 1_000);

/** How much waits, as the sweeper sees it once a minute. */
export function depthMetrics(numbers: Numbers, { waiting, dead }: Depth, now: number): void {
  for (const priority of priorities) tellWaiting(numbers, priority, waiting[priority], now);
  numbers.tell('bellhop_dead_letters', 'Count', dead);
}

function tellWaiting(numbers: Numbers, priority: Priority, { count, oldestAt }: Depth['waiting'][Priority], now: number): void {
  numbers.tell('bellhop_queue_depth', 'Count', count, { priority });
  numbers.tell('bellhop_queue_oldest_seconds', 'Seconds', oldestAt === null ? 0 : Math.max(0, now - oldestAt) / 1_000, { priority });
}
