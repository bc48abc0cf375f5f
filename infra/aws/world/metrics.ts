import { type Priority, priorities } from '../../../shared/command/command.ts';
import type { Depth } from '../../../shared/inbox/inbox.ts';
import type { FlowMetrics } from '../../core/observer.ts';
import type { Emf } from './emf.ts';

/** What the flow is measured by, under the names that /metrics has. */
export function flowMetrics(emf: Emf): FlowMetrics {
  const count = (name: string) => ({ inc: (labels: Readonly<Record<string, string>>) => emf.tell(name, 'Count', 1, labels) });
  const seconds = (name: string) => ({
    observe: (labels: Readonly<Record<string, string>>, value: number) => emf.tell(name, 'Seconds', value, labels),
  });
  return {
    acceptSeconds: { observe: (value) => emf.tell('bellhop_accept_seconds', 'Seconds', value) },
    accepted: count('bellhop_accepted_total'),
    rejected: count('bellhop_rejected_total'),
    duplicates: count('bellhop_duplicates_total'),
    runSeconds: seconds('bellhop_run_seconds'),
    replySeconds: seconds('bellhop_reply_seconds'),
    deliveryFailures: count('bellhop_delivery_failures_total'),
    maybeSent: count('bellhop_maybe_sent_total'),
  };
}

/** How late a timer fires. */
export const lateness = (emf: Emf, ms: number) => emf.tell('bellhop_timer_lateness_seconds', 'Seconds', Math.max(0, ms) / 1_000);

/** How much waits, as the sweeper sees it once a minute. */
export function depthMetrics(emf: Emf, { waiting, dead }: Depth, now: number): void {
  for (const priority of priorities) tellWaiting(emf, priority, waiting[priority], now);
  emf.tell('bellhop_dead_letters', 'Count', dead);
  emf.flush();
}

function tellWaiting(emf: Emf, priority: Priority, { count, oldestAt }: Depth['waiting'][Priority], now: number): void {
  emf.tell('bellhop_queue_depth', 'Count', count, { priority });
  emf.tell('bellhop_queue_oldest_seconds', 'Seconds', oldestAt === null ? 0 : Math.max(0, now - oldestAt) / 1_000, { priority });
}
