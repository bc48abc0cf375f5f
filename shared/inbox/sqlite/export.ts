import { paged } from '../../sqlite/paged.ts';
import type { Snapshot } from '../../sqlite/snapshot.ts';
import { type MovedCommand, movedOf } from '../moved.ts';
import { columns, sqliteRow } from './row.ts';

/** All commands, in the order of their acceptance, some at a time. */
export function* exportCommands(snapshot: Snapshot): Generator<readonly MovedCommand[]> {
  for (const rows of paged(snapshot.prepare(`SELECT ${columns} FROM commands WHERE n > ? ORDER BY n LIMIT ?`))) {
    yield rows.map((row) => movedOf(sqliteRow(row)));
  }
}
