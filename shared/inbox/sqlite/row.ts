import type { Row } from '../../sqlite/connection.ts';
import type { CommandRow } from '../row.ts';

/** A command as its table has it. */
export interface SqliteRow extends CommandRow {
  readonly n: number;
}

/** The columns by their names here. */
export const columns = `n, id, priority, tenant, speaker, accepted_at AS acceptedAt, state, run_due AS runDue, send_due AS sendDue, dead_at AS deadAt,
  ended_at AS endedAt, attempt, lease, delivery, sent, sends, command, replies, waiting, woken, cancelled_by AS cancelledBy, reason, send_reason AS sendReason`;

/** The table is this driver's own, and its schema says what stands where. */
export const sqliteRow = (row: Row): SqliteRow => row as unknown as SqliteRow;
