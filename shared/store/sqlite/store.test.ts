import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../sqlite/database.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { type StoreSubject, storeContract } from '../store.contract.ts';
import { unkindStore } from '../unkind.ts';
import { sqliteStore } from './store.ts';

const silent = { info() {}, warn() {}, error() {} };

async function open(): Promise<StoreSubject> {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-store-'));
  const clock = manualClock();
  const database = openDatabase(folder, { clock, log: silent });
  return {
    store: sqliteStore(database, { clock }),
    clock,
    async close() {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

storeContract('The embedded store', open);

for (const seed of [1, 2, 3]) {
  storeContract(
    `The embedded store, unkind ${seed},`,
    async () => {
      const subject = await open();
      return { ...subject, store: unkindStore(subject.store, seed) };
    },
    { kind: false },
  );
}
