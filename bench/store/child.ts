import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../shared/clock.ts';
import { databaseFile } from '../../shared/sqlite/database.ts';
import { answers } from '../process/answers.ts';
import { fill } from './fill.ts';
import { live } from './month.ts';

answers({
  fill: ({ folder, finished, open }: { readonly folder: string; readonly finished: number; readonly open: number }) =>
    fill(folder, { finished, open }, systemClock),
  live: ({ folder, days, perDay }: { readonly folder: string; readonly days: number; readonly perDay: number }) => live(folder, { days, perDay }),
  /** Bytes of what people said and were answered, a command: the least that must be kept. */
  contentBytes(folder: string): number {
    const database = new DatabaseSync(`${folder}/${databaseFile}`, { readOnly: true });
    const row = database.prepare('SELECT avg(octet_length(command) + ifnull(octet_length(replies), 0)) AS bytes FROM commands').get();
    database.close();
    return Number(row?.bytes);
  },
});
