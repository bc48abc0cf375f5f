import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../sqlite/database.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import type { InboxSubject, SubjectOptions } from '../subject.contract.ts';
import { sqliteInbox } from './inbox.ts';

export const silent = { info() {}, warn() {}, error() {} };

/** The embedded inbox on a new file, for the suites. */
export async function openSqlite(options: SubjectOptions = {}): Promise<InboxSubject & { readonly database: () => Database }> {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-inbox-'));
  const clock = manualClock();
  const open = () => openDatabase(folder, { clock, log: silent });
  let database = open();
  const inbox = () => sqliteInbox(database, { clock, alarm: clock, random: () => 0.5, ...options });
  return {
    inbox: inbox(),
    clock,
    database: () => database,
    async crash() {
      database.close();
      database = open();
      return inbox();
    },
    async close() {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
