import type { Clock } from '../clock.ts';
import type { Priority } from '../command/command.ts';
import { type Alarm, systemAlarm } from '../timers/alarm.ts';

export interface InboxOptions {
  readonly clock: Clock;
  /** Gives 0–1. */
  readonly random: () => number;
  /** Where waiting is done; the machine's timers by default. */
  readonly alarm?: Alarm;
  /** How long a worker keeps a command without renewing, ms; it renews at a third. Default 30 s. */
  readonly leaseMs?: number;
  /** How long a lease is renewed at most, ms; then its worker is told, and another gets the command. Default 1 h. */
  readonly heldMaxMs?: number;
  /** How long the lease of a command accepted with one (voice) is renewed at most, ms; then it is handed out. Default 5 min. */
  readonly acceptedLeaseMaxMs?: number;
  /** Runs of a command that throw or put it off, before it is a dead letter. Default 5. */
  readonly attemptsMax?: number;
  /** Tries to deliver that count, before it is a dead letter. Default 10. */
  readonly sendsMax?: number;
  /**
   * Commands, of all priorities together, that are accepted and not yet taken: past a priority's mark its new ones meet InboxFull. So the lowest is told
   * first, then the next. Default 20,000 for reports, 50,000 for interactive ones, 100,000 for alerts.
   */
  readonly marks?: Readonly<Record<Priority, number>>;
  /** A tenant's share of the turns against another's, 0.1–100. `tenant` is `channel/tenant`. Default 1 for all. */
  readonly weightOf?: (tenant: string) => number;
}

export function withDefaults({ clock, random, ...given }: InboxOptions) {
  return {
    clock,
    random,
    alarm: given.alarm ?? systemAlarm(clock),
    leaseMs: given.leaseMs ?? 30_000,
    heldMaxMs: given.heldMaxMs ?? 3_600_000,
    acceptedLeaseMaxMs: given.acceptedLeaseMaxMs ?? 300_000,
    attemptsMax: given.attemptsMax ?? 5,
    sendsMax: given.sendsMax ?? 10,
    marks: given.marks ?? { alert: 100_000, interactive: 50_000, report: 20_000 },
    weightOf: given.weightOf ?? (() => 1),
  };
}

export type Settled = ReturnType<typeof withDefaults>;
