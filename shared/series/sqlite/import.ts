import { join } from 'node:path';
import { upToDate } from '../../sqlite/database.ts';
import { joinedBlocks } from '../block.ts';
import type { MovedDay } from '../moved.ts';
import { rowOf, seriesFile, seriesSchema } from './schema.ts';

export interface DayImport {
  /** In one transaction. Throws what SQLite throws. */
  add(days: readonly MovedDay[]): void;
  close(): void;
}

/** Brings days into the series of a folder that nobody else uses; the file is made. */
export function dayImport(folder: string): DayImport {
  const connection = upToDate(join(folder, seriesFile), { info() {} }, seriesSchema);
  const make = connection.prepare('INSERT INTO series (name) VALUES (?) ON CONFLICT DO NOTHING');
  const idOf = connection.prepare('SELECT id FROM series WHERE name = ?');
  const read = connection.prepare('SELECT block FROM days WHERE n = ?');
  const put = connection.prepare('INSERT INTO days (n, block) VALUES (?, ?) ON CONFLICT (n) DO UPDATE SET block = excluded.block');
  return {
    add(days) {
      connection.db.exec('BEGIN IMMEDIATE');
      try {
        for (const { series, day, block } of days) {
          make.run(series);
          const row = rowOf(Number(idOf.get(series)?.id), day);
          const here = read.get(row)?.block;
          put.run(row, here instanceof Uint8Array ? joinedBlocks(day, here, block) : block);
        }
        connection.db.exec('COMMIT');
      } finally {
        if (connection.db.isTransaction) connection.db.exec('ROLLBACK');
      }
    },
    close: () => connection.close(),
  };
}
