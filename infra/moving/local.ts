import { existsSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBlobs } from '../../shared/blobs/files/blobs.ts';
import type { Clock } from '../../shared/clock.ts';
import { exportCommands } from '../../shared/inbox/sqlite/export.ts';
import { commandImport } from '../../shared/inbox/sqlite/import.ts';
import { localKeeper } from '../../shared/secrets/sealed/local-keeper.ts';
import { sealedSecrets } from '../../shared/secrets/sealed/secrets.ts';
import { exportDays } from '../../shared/series/sqlite/export.ts';
import { type DayImport, dayImport } from '../../shared/series/sqlite/import.ts';
import { seriesFile } from '../../shared/series/sqlite/schema.ts';
import { type Database, type DatabaseLog, databaseFile, openDatabase } from '../../shared/sqlite/database.ts';
import { lockFolder } from '../../shared/sqlite/lock.ts';
import { openSnapshot } from '../../shared/sqlite/snapshot.ts';
import { exportRecords } from '../../shared/store/sqlite/export.ts';
import { recordImport } from '../../shared/store/sqlite/import.ts';
import { sqliteStore } from '../../shared/store/sqlite/store.ts';
import { exportTimers } from '../../shared/timers/sqlite/export.ts';
import { timerImport } from '../../shared/timers/sqlite/import.ts';
import { eachBlob } from './blobs.ts';
import { moving, restoreKey, restores, unnoticed } from './collections.ts';
import { RestoreRefused } from './errors.ts';
import { eachSecret } from './secrets.ts';
import { some } from './summary.ts';
import type { Begun, Source, Target } from './world.ts';

export interface LocalMoving {
  /** The data folder. */
  readonly folder: string;
  /** BELLHOP_KEY. */
  readonly key: string;
  readonly clock: Clock;
  readonly log: DatabaseLog;
}

/** Where blobs lie in a data folder. */
const blobsIn = (folder: string) => join(folder, 'blobs');
/** Where a restore is made, beside what is there. */
const apartIn = (folder: string) => join(folder, 'restoring');

/** The one machine, as it is at this instant, whether it runs or not. Null when nothing was ever kept there. Throws DatabaseUnreadable. */
export function localSource({ folder, key, clock }: LocalMoving): Source | null {
  const snapshot = openSnapshot(folder);
  if (!snapshot) return null;
  const now = clock.now();
  return {
    where: folder,
    key,
    isOneInstant: true,
    timers: () => exportTimers(snapshot),
    commands: () => exportCommands(snapshot),
    records: () => moving(exportRecords(snapshot, now)),
    secrets: () => eachSecret(sealedSecrets(sqliteStore(snapshot, { clock }), localKeeper({ key }), { clock })),
    blobs: () => (existsSync(blobsIn(folder)) ? eachBlob(openBlobs(folder, key, clock)) : none()),
    series: () => exportDays(folder),
    close: () => snapshot.close(),
  };
}

/**
 * A data folder to restore into. The database is made apart and takes its place when all of it is there: until then the folder is as it was. Throws SettingsError when another
 * process holds the folder.
 */
export function localTarget({ folder, key, clock, log }: LocalMoving): Target {
  const unlock = lockFolder(folder, clock.now());
  const apart = apartIn(folder);
  let database: Database | undefined;
  const made = () => {
    if (!database) throw new TypeError('It was not begun.');
    return database;
  };
  const parts = { records: once(() => recordImport(made())), commands: once(() => commandImport(made())), timers: once(() => timerImport(made())) };
  const secrets = once(() => sealedSecrets(sqliteStore(made(), { clock }), localKeeper({ key }), { clock }));
  const blobs = once(() => openBlobs(folder, key, clock));
  let days: DayImport | undefined;

  return {
    where: folder,
    key,
    async begin(backup) {
      const found = await foundIn(folder, backup, clock);
      if (found === 'done') return found;
      rmSync(apart, { recursive: true, force: true });
      database = openDatabase(apart, { clock, log });
      return found;
    },
    addRecords: (records) => parts.records()(records),
    addSecret: (name, value) => secrets().put(name, value),
    async addBlob({ key: name, contentType, endsAt }, content) {
      await blobs().put(name, content, { contentType, ...(endsAt === null ? {} : { endsAt }) });
    },
    addCommands: (commands) => parts.commands().add(commands),
    addTimers: (timers) => parts.timers()(timers),
    async addSeries(some) {
      days ??= dayImport(apart);
      days.add(some);
    },
    async end(backup) {
      await parts.commands().end();
      await sqliteStore(made(), { clock }).put(restores, restoreKey, { backup, isDone: true }, { expect: 0 });
      made().close();
      days?.close();
      // The main one last: it says that all is there.
      for (const file of [...(days ? [seriesFile] : []), databaseFile]) {
        const place = join(folder, file);
        for (const companion of ['-wal', '-shm']) rmSync(`${place}${companion}`, { force: true });
        await rename(join(apart, file), place);
      }
      const opened = await open(folder);
      await opened.sync().finally(() => opened.close());
    },
    close() {
      database?.close();
      days?.close();
      rmSync(apart, { recursive: true, force: true });
      unlock();
    },
  };
}

/** What a restore of this backup means for what is there. Throws RestoreRefused when something else is. */
async function foundIn(folder: string, backup: string, clock: Clock): Promise<Begun> {
  const snapshot = openSnapshot(folder);
  if (!snapshot) return 'begun';
  try {
    const mark = await sqliteStore(snapshot, { clock }).get(restores, restoreKey);
    if (mark?.value.backup === backup) return 'done';
    const count = (sql: string, ...values: string[]) => Number(snapshot.prepare(sql).get(...values)?.count);
    const besides = [...unnoticed];
    const commands = count('SELECT count(*) AS count FROM commands');
    const records = count(`SELECT count(*) AS count FROM records WHERE collection NOT IN (${besides.map(() => '?').join(', ')})`, ...besides);
    const timers = count('SELECT count(*) AS count FROM timers');
    if (commands + records + timers === 0 && !mark) return 'begun';
    throw new RestoreRefused(
      folder,
      `it has ${some(commands, 'command')}, ${some(records, 'record')} and ${some(timers, 'timer')} already`,
      'Name an empty folder in BELLHOP_DATA, or move what is there away.',
    );
  } finally {
    snapshot.close();
  }
}

/** Links lead nowhere from here: none is made. */
const openBlobs = (folder: string, key: string, clock: Clock) => filesBlobs({ folder: blobsIn(folder), clock, key, url: '' });

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

async function* none(): AsyncGenerator<never> {}
