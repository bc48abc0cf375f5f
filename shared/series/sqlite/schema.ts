import type { Migration } from '../../sqlite/migrate.ts';

/** The database of series in its data folder: apart from all else, so that nothing waits for it. */
export const seriesFile = 'series.db';

/** A row of `days` is known by series and day in one number: a series' days lie side by side. The last day that an instant can be in is below 2^27. */
const dayRoom = 2 ** 27;
export const rowOf = (series: number, day: number): number => series * dayRoom + day;
export const dayIn = (row: number): number => row % dayRoom;

/**
 * What was appended lies as it came (`arrived`) until it is folded into the days of its series: an append is one row, however many series it is of. A row of `arrived` may say that a
 * series was dropped: what came before is not of it any more. `swept`: when its days were last looked at, ms since 1970.
 */
export const seriesSchema: readonly Migration[] = [
  {
    name: 'series',
    sql: `
      CREATE TABLE arrived (n INTEGER PRIMARY KEY, dropped TEXT, batch BLOB);
      CREATE TABLE series (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, swept INTEGER NOT NULL DEFAULT 0);
      CREATE TABLE days (n INTEGER PRIMARY KEY, block BLOB NOT NULL);
    `,
  },
];
