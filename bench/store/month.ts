import { statSync } from 'node:fs';
import { longTokens, tokenLifeMs } from '../../shared/flow/rendered.ts';
import { sweep } from '../../shared/flow/sweep.ts';
import { sqliteInbox } from '../../shared/inbox/sqlite/inbox.ts';
import { openDatabase } from '../../shared/sqlite/database.ts';
import { sqliteStore } from '../../shared/store/sqlite/store.ts';
import { acceptMany, quiet, workOff } from './fill.ts';

const dayMs = 86_400_000;
/** What is kept, as BELLHOP_KEEP_COMMANDS is by default. */
export const keepDays = 30;
/** Slices of a day: after each, what the sweeper does every ten minutes is done once. */
const slices = 8;

/** Lives through days of constant load on a clock of its own, and answers the size of the database file at the end of each, bytes. Each command leaves a button's token behind. */
export async function live(folder: string, { days, perDay }: { readonly days: number; readonly perDay: number }): Promise<number[]> {
  let now = Date.parse('2026-01-01');
  const clock = { now: () => now };
  const database = openDatabase(folder, { clock, log: quiet });
  const inbox = sqliteInbox(database, { clock, random: Math.random });
  const store = sqliteStore(database, { clock });
  const perSlice = Math.round(perDay / slices);
  const sizes: number[] = [];
  for (let slice = 0; slice < days * slices; slice++) {
    const first = slice * perSlice;
    await acceptMany(inbox, first, first + perSlice, clock);
    await workOff(inbox, perSlice);
    await Promise.all(
      Array.from({ length: perSlice }, (_, i) => store.put(longTokens, `#${first + i}`, { token: 'x'.repeat(120), endsAt: now + tokenLifeMs })),
    );
    await sweep({ inbox, store, clock, keepMs: keepDays * dayMs });
    now += dayMs / slices;
    if ((slice + 1) % slices === 0) sizes.push(statSync(database.path).size);
  }
  database.close();
  return sizes;
}
