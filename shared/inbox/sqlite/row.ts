import type { SQLInputValue } from 'node:sqlite';
import type { Row } from '../../sqlite/connection.ts';
import type { CommandRow } from '../row.ts';

/** A command as its table has it. */
export interface SqliteRow extends CommandRow {
  readonly n: number;
}

/** `run_due` of what is to run at once, but for rows as they were accepted: those have 0, and no entry in the index (FreshRows). */
const atOnce = 1;

/** The columns by their names here. */
export const columns = `n, id, priority, tenant, speaker, accepted_at AS acceptedAt, state, iif(run_due = ${atOnce}, 0, run_due) AS runDue, send_due AS sendDue, dead_at AS deadAt,
  ended_at AS endedAt, attempt, lease, delivery, sent, sends, command, replies, waiting, woken, cancelled_by AS cancelledBy, reason, send_reason AS sendReason`;

/** The table is this driver's own, and its schema says what stands where. */
export const sqliteRow = (row: Row): SqliteRow => row as unknown as SqliteRow;

/** What of a row changes, and its column. */
const changing = [
  ['state', 'state'],
  ['runDue', 'run_due'],
  ['sendDue', 'send_due'],
  ['deadAt', 'dead_at'],
  ['endedAt', 'ended_at'],
  ['attempt', 'attempt'],
  ['lease', 'lease'],
  ['delivery', 'delivery'],
  ['sent', 'sent'],
  ['sends', 'sends'],
  ['replies', 'replies'],
  ['waiting', 'waiting'],
  ['woken', 'woken'],
  ['cancelledBy', 'cancelled_by'],
  ['reason', 'reason'],
  ['sendReason', 'send_reason'],
] as const satisfies readonly (readonly [keyof CommandRow, string])[];

export const changingColumns: readonly string[] = changing.map(([, column]) => column);

/** The values of a row for `changingColumns`, in their order. */
export const changingOf = (row: CommandRow): SQLInputValue[] =>
  changing.map(([member]) => (member === 'runDue' && row.runDue === 0 ? atOnce : row[member]));

/** Due times have an index each; a statement finds it by naming what it holds. */
export const inIndex = { run_due: 'run_due > 0', send_due: 'send_due IS NOT NULL' } as const;
