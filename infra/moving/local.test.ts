import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { filesBlobs } from '../../shared/blobs/files/blobs.ts';
import { type Clock, systemClock } from '../../shared/clock.ts';
import { sqliteInbox } from '../../shared/inbox/sqlite/inbox.ts';
import { localKeeper } from '../../shared/secrets/sealed/local-keeper.ts';
import { sealedSecrets } from '../../shared/secrets/sealed/secrets.ts';
import { seriesFile } from '../../shared/series/sqlite/schema.ts';
import { sqliteSeries } from '../../shared/series/sqlite/series.ts';
import { type Database, openDatabase } from '../../shared/sqlite/database.ts';
import { sqliteStore } from '../../shared/store/sqlite/store.ts';
import type { Alarm } from '../../shared/timers/alarm.ts';
import { manualClock } from '../../shared/timers/manual-clock.ts';
import { sqliteTimers } from '../../shared/timers/sqlite/timers.ts';
import { backup } from './backup.ts';
import { contentOf, counts, fill, goesOn, type Installation } from './installation.contract.ts';
import { localSource, localTarget } from './local.ts';
import { restore } from './restore.ts';

const root = mkdtempSync(join(tmpdir(), 'bellhop-moving-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const log = { info() {}, warn() {}, error() {} };
const [key, otherKey] = ['K'.repeat(43), 'L'.repeat(43)];
let n = 0;
const place = (name: string) => join(root, `${name}${n++}`);
function folder(): string {
  const made = place('data');
  mkdirSync(made, { mode: 0o700 });
  return made;
}

/** The one machine's ports on a folder. */
function open(data: string, clock: Clock, alarm?: Alarm, by = key): Installation & { readonly database: Database } {
  const database = openDatabase(data, { clock, log });
  const time = { clock, ...(alarm ? { alarm } : {}) };
  const store = sqliteStore(database, { clock });
  return {
    database,
    store,
    inbox: sqliteInbox(database, { ...time, random: Math.random }),
    timers: sqliteTimers(database, time),
    secrets: sealedSecrets(store, localKeeper({ key: by }), { clock }),
    blobs: filesBlobs({ folder: join(data, 'blobs'), clock, key: by, url: '' }),
    series: sqliteSeries({ path: join(data, seriesFile), clock, rawMs: 7 * 86_400_000, gatherMs: 0 }),
  };
}

/** A machine with one of each in it, that runs. */
async function filled() {
  const data = folder();
  const clock = manualClock(Date.now());
  const machine = open(data, clock, clock);
  const made = await fill(machine, clock);
  return { data, clock, made, stop: () => machine.database.close() };
}

/** Backs up a folder, as another process would. */
async function backedUp(data: string, clock: Clock) {
  const file = place('backup');
  const source = localSource({ folder: data, key, clock, log });
  if (!source) expect.fail('nothing is there');
  try {
    return { file, made: await backup(source, file, clock), content: await contentOf(source) };
  } finally {
    source.close();
  }
}

/** Restores into a folder. */
async function restored(file: string, data: string, { by = key, formerKey }: { by?: string; formerKey?: string } = {}) {
  const target = localTarget({ folder: data, key: by, clock: systemClock, log });
  try {
    return await restore(file, target, formerKey === undefined ? {} : { formerKey });
  } finally {
    target.close();
  }
}

describe('a backup of the one machine', () => {
  it('is made while it runs, and goes on elsewhere: nothing is lost, nothing told twice is run twice', async () => {
    const machine = await filled();
    const { file, made, content } = await backedUp(machine.data, machine.clock);
    machine.stop();
    expect(made).toMatchObject(counts);

    const data = folder();
    expect(await restored(file, data)).toMatchObject({ ...counts, isNew: true });
    expect(readdirSync(data).sort()).toEqual(['bellhop.db', 'blobs', 'lock.db', 'series.db']);
    expect(statSync(join(data, 'bellhop.db')).mode & 0o777).toBe(0o600);
    const source = localSource({ folder: data, key, clock: systemClock, log });
    expect(source && (await contentOf(source))).toEqual(content);
    source?.close();

    const other = open(data, systemClock);
    await goesOn(other, machine.made, systemClock);
    other.database.close();
  });

  it('has no secret in plain', async () => {
    const { data, clock, stop } = await filled();
    const { file } = await backedUp(data, clock);
    stop();
    const bytes = readFileSync(file);
    const plain = gunzipSync(bytes.subarray(bytes.indexOf('\n') + 1)).toString();
    expect(plain).toContain('slack/T1/bot');
    expect(plain).not.toMatch(/xoxb-secret|another secret/);
    expect(plain).not.toContain(Buffer.from('xoxb-secret').toString('base64url'));
  });

  it('is restored under another key by naming the former one, and not without', async () => {
    const { data, clock, made, stop } = await filled();
    const { file } = await backedUp(data, clock);
    stop();
    const target = folder();
    await expect(restored(file, target, { by: otherKey })).rejects.toMatchObject({
      code: 'secret_unreadable',
      message: expect.stringContaining('BELLHOP_BACKUP_KEY'),
    });
    expect(existsSync(join(target, 'bellhop.db'))).toBe(false);
    await restored(file, target, { by: otherKey, formerKey: key });
    const other = open(target, systemClock, undefined, otherKey);
    expect(await other.secrets.get('teams/T2/bot')).toBe('another secret');
    expect(await other.inbox.accept(made.sent ?? expect.fail())).toMatchObject({ known: true });
    other.database.close();
  });
});

describe('a restore', () => {
  it('leaves a folder that has something as it is, and says what', async () => {
    const { data, clock, stop } = await filled();
    const { file } = await backedUp(data, clock);
    stop();
    const target = folder();
    const other = open(target, systemClock);
    await other.timers.arm('mine', 1, 1);
    other.database.close();
    const before = readFileSync(join(target, 'bellhop.db'));
    await expect(restored(file, target)).rejects.toMatchObject({
      code: 'restore_refused',
      message: expect.stringContaining('it has 0 commands, 0 records and 1 timer already'),
    });
    expect(readFileSync(join(target, 'bellhop.db'))).toEqual(before);
  });

  it('takes a folder that was only started', async () => {
    const { data, clock, stop } = await filled();
    const { file } = await backedUp(data, clock);
    stop();
    const target = folder();
    open(target, systemClock).database.close();
    expect(await restored(file, target)).toMatchObject({ isNew: true });
  });

  it('that was made before does nothing, also when others have come since', async () => {
    const { data, clock, stop } = await filled();
    const { file } = await backedUp(data, clock);
    stop();
    const target = folder();
    await restored(file, target);
    const other = open(target, systemClock);
    await other.timers.arm('later', 1, 1);
    other.database.close();
    expect(await restored(file, target)).toMatchObject({ isNew: false });
    const source = localSource({ folder: target, key, clock, log });
    expect((await contentOf(source ?? expect.fail())).timers).toHaveLength(4);
    source?.close();
  });

  it('of a cut file changes nothing, and one that dies half way leaves the folder as it was', async () => {
    const { data, clock, stop } = await filled();
    const { file } = await backedUp(data, clock);
    stop();
    const target = folder();
    const dying = localTarget({ folder: target, key, clock, log });
    await expect(restore(file, { ...dying, addTimers: () => Promise.reject(new Error('died')) })).rejects.toThrow('died');
    dying.close();
    expect(existsSync(join(target, 'bellhop.db'))).toBe(false);
    expect(await restored(file, target)).toMatchObject({ isNew: true });

    truncateSync(file, statSync(file).size - 10);
    const another = folder();
    await expect(restored(file, another)).rejects.toMatchObject({ code: 'backup_unreadable' });
    expect(readdirSync(another)).not.toContain('bellhop.db');
  });

  it('waits for nobody: a folder that runs is refused', async () => {
    const { data, clock, stop } = await filled();
    const { file } = await backedUp(data, clock);
    await expect(restored(file, data)).rejects.toMatchObject({ code: 'settings', message: expect.stringContaining('is in use by process') });
    stop();
  });
});

it('there is nothing to back up where nothing ever was', () => {
  expect(localSource({ folder: folder(), key, clock: systemClock, log })).toBeNull();
});
