import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../clock.ts';
import { BellhopError, SettingsError, StorageFailed } from '../errors.ts';
import { damageOf } from './damage.ts';
import { openDatabase } from './database.ts';
import { DatabaseUnreadable } from './failure.ts';
import { migrate } from './migrate.ts';
import { fileIn, newFolder, openIn, silent } from './open.contract.ts';
import { schema } from './schema.ts';

const insert = 'INSERT INTO timers (id, version, due, next) VALUES (?, 1, 0, 0)';
const count = (database: { prepare: ReturnType<typeof openIn>['prepare'] }) => Number(database.prepare('SELECT count(*) AS n FROM timers').get()?.n);

describe('the data folder', () => {
  it('is made for this user alone, and so is the file', () => {
    const folder = join(newFolder(), 'data');
    openIn(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of ['bellhop.db', 'lock.db', 'lock.json']) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  });

  it('has no file that others may read, also where the folder itself is open to them', async () => {
    const folder = newFolder();
    chmodSync(folder, 0o755);
    const old = new DatabaseSync(fileIn(folder));
    migrate(old, fileIn(folder), schema.slice(0, 1));
    old.exec("INSERT INTO timers (id, version, due, next) VALUES ('a', 1, 0, 0)");
    old.close();
    chmodSync(fileIn(folder), 0o644);
    const database = openIn(folder);
    await database.write(() => database.prepare(insert).run('b'));
    const open = readdirSync(folder).filter((file) => (statSync(join(folder, file)).mode & 0o077) !== 0);
    expect(open).toEqual([]);
    expect(readdirSync(folder)).toContain('bellhop.before-2.db');
  });

  it('belongs to one process: a second start says who holds it, and since when', () => {
    const folder = newFolder();
    openIn(folder);
    const again = () => openDatabase(folder, { clock: systemClock, log: silent });
    expect(again).toThrow(SettingsError);
    expect(again).toThrow(new RegExp(`in use by process ${process.pid}, since ${new Date().getUTCFullYear()}`));
  });

  it('that can not be written is named, with what to do', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'lock.db'));
    expect(() => openDatabase(folder, { clock: systemClock, log: silent })).toThrow(SettingsError);
    expect(() => openDatabase(folder, { clock: systemClock, log: silent })).toThrow(/can't be used/);
  });

  it('is free again after a clean end, and after kill -9', async () => {
    const folder = newFolder();
    openIn(folder).close();
    const program = `
      import { openDatabase } from ${JSON.stringify(join(import.meta.dirname, 'database.ts'))};
      // Held on to: what nobody refers to is collected, and its lock with it.
      globalThis.database = openDatabase(${JSON.stringify(folder)}, { clock: { now: Date.now }, log: { info() {}, warn() {}, error() {} } });
      console.log('open');
      setInterval(() => {}, 1_000);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(child.stdout, 'data');
      expect(() => openDatabase(folder, { clock: systemClock, log: silent })).toThrow(new RegExp(`process ${child.pid},`));
    } finally {
      child.kill('SIGKILL');
    }
    await once(child, 'exit');
    expect(count(openIn(folder))).toBe(0);
  });
});

describe('a write', () => {
  it('is on the disk when its promise resolves', async () => {
    const folder = newFolder();
    const database = openIn(folder);
    expect(await database.write(() => database.prepare(insert).run('a'))).toBe(1);
    const other = new DatabaseSync(fileIn(folder), { readOnly: true });
    expect(other.prepare('SELECT id FROM timers').all()).toEqual([{ id: 'a' }]);
    other.close();
  });

  it('shares its transaction with the others of its turn', async () => {
    const database = openIn(newFolder());
    const inTransaction: number[] = [];
    const one = database.prepare(insert);
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        database.write(() => {
          one.run(`t${i}`);
          inTransaction.push(count(database));
        }),
      ),
    );
    expect(inTransaction).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    const sizeBefore = statSync(`${database.path}-wal`).size;
    for (let i = 0; i < 50; i++) await database.write(() => one.run(`u${i}`));
    const alone = statSync(`${database.path}-wal`).size - sizeBefore;
    const between = statSync(`${database.path}-wal`).size;
    await Promise.all(Array.from({ length: 50 }, (_, i) => database.write(() => one.run(`v${i}`))));
    expect(statSync(`${database.path}-wal`).size - between).toBeLessThan(alone / 5);
  });

  it('is answered by what it refuses without costing the others theirs', async () => {
    const database = openIn(newFolder());
    const one = database.prepare(insert);
    const refusal = new BellhopError('no', 'No.');
    const results = await Promise.allSettled([
      database.write(() => one.run('a')),
      database.write(() => {
        throw refusal;
      }),
      database.write(() => one.run('b')),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: refusal });
    expect(count(database)).toBe(2);
  });

  it('that is a defect fails alone and whole', async () => {
    const database = openIn(newFolder());
    const one = database.prepare(insert);
    const results = await Promise.allSettled([
      database.write(() => one.run('a')),
      database.write(() => {
        one.run('half');
        throw new TypeError('defect');
      }),
      database.write(() => one.run('b')),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: expect.any(TypeError) });
    expect(
      database
        .prepare('SELECT id FROM timers ORDER BY id')
        .all()
        .map((row) => row.id),
    ).toEqual(['a', 'b']);
  });

  it('asked for before the close is kept, and one after it refused', async () => {
    const folder = newFolder();
    const database = openIn(folder);
    const last = database.write(() => database.prepare(insert).run('last'));
    database.close();
    expect(await last).toBe(1);
    await expect(database.write(() => 1)).rejects.toBeInstanceOf(StorageFailed);
    expect(count(openIn(folder))).toBe(1);
  });
});

describe('a disk', () => {
  it('that is full fails the whole group, says so once, and is used again when there is room', async () => {
    const errors: string[] = [];
    const database = openIn(newFolder(), { ...silent, error: (_, message) => errors.push(message) });
    const one = database.prepare(insert);
    const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
    database.prepare(`PRAGMA max_page_count = ${pages}`).get();
    for (let round = 0; round < 20; round++) {
      const results = await Promise.allSettled([database.write(() => one.run(`small${round}`)), database.write(() => one.run('x'.repeat(20_000)))]);
      for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StorageFailed) });
    }
    expect(count(database)).toBe(0);
    expect(errors.length).toBeLessThanOrEqual(3);
    database.prepare('PRAGMA max_page_count = 1000000').get();
    await database.write(() => one.run('x'.repeat(20_000)));
    expect(count(database)).toBe(1);
  });

  it('that turned read-only fails the group, and the next one finds out by itself that it is writable again', async () => {
    const database = openIn(newFolder());
    const one = database.prepare(insert);
    database.prepare('PRAGMA query_only = ON').run();
    await expect(database.write(() => one.run('a'))).rejects.toBeInstanceOf(StorageFailed);
    expect(await database.write(() => one.run('b'))).toBe(1);
    expect(database.prepare('SELECT id FROM timers').all()).toEqual([{ id: 'b' }]);
  });

  it('held by another program for a moment makes a write wait, without holding up anything else', async () => {
    const database = openIn(newFolder());
    const other = new DatabaseSync(database.path);
    other.exec('BEGIN IMMEDIATE');
    const write = database.write(() => database.prepare(insert).run('a'));
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(count(database)).toBe(0);
    other.exec('COMMIT');
    other.close();
    expect(await write).toBe(1);
  });

  it('held by another program for long fails the write, and not the next', async () => {
    const database = openIn(newFolder());
    const other = new DatabaseSync(database.path);
    other.exec('BEGIN IMMEDIATE');
    await expect(database.write(() => database.prepare(insert).run('a'))).rejects.toBeInstanceOf(StorageFailed);
    other.exec('COMMIT');
    other.close();
    expect(await database.write(() => database.prepare(insert).run('a'))).toBe(1);
  });
});

describe('a file that is damaged', () => {
  async function filled(folder: string): Promise<void> {
    const database = openIn(folder);
    const one = database.prepare(insert);
    await Promise.all(Array.from({ length: 2_000 }, (_, i) => database.write(() => one.run(`timer-${i}-${'x'.repeat(100)}`))));
    database.close();
  }

  /** The file of another folder, nothing in it. */
  function newDatabase(): string {
    const folder = newFolder();
    openIn(folder).close();
    return fileIn(folder);
  }

  const fileThere = (folder: string) =>
    existsSync(fileIn(folder)) ? `file ${statSync(fileIn(folder)).ino}, ${statSync(fileIn(folder)).size} bytes` : 'none';

  const damages: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
    'is no database at all': () => Buffer.from('this was once a database'.repeat(500)),
    'has a broken header': (bytes) => Buffer.concat([Buffer.alloc(100, 7), bytes.subarray(100)]),
    'has a broken page in the middle': (bytes) => Buffer.concat([bytes.subarray(0, 40_960), Buffer.alloc(4_096, 0xa5), bytes.subarray(45_056)]),
    'is cut off': (bytes) => bytes.subarray(0, Math.floor(bytes.length / 8_192) * 4_096),
  };

  it.each(Object.keys(damages))('and %s is named at the start and left as it is', async (how) => {
    const folder = newFolder();
    await filled(folder);
    const damaged = damages[how]?.(readFileSync(fileIn(folder))) ?? Buffer.alloc(0);
    writeFileSync(fileIn(folder), damaged);
    expect(() => openDatabase(folder, { clock: systemClock, log: silent })).toThrow(DatabaseUnreadable);
    expect(readFileSync(fileIn(folder)).equals(damaged)).toBe(true);
    // And the folder isn't held by the start that failed.
    expect(() => openDatabase(folder, { clock: systemClock, log: silent })).toThrow(DatabaseUnreadable);
  });

  it('while it is open fails what touches it, and is never written anew', async () => {
    const folder = newFolder();
    await filled(folder);
    const database = openIn(folder);
    const damaged = Buffer.alloc(statSync(fileIn(folder)).size, 0xa5);
    const file = openSync(fileIn(folder), 'r+');
    writeSync(file, damaged);
    // Closed last: closing it here would drop SQLite's own locks on the file (POSIX).
    onTestFinished(() => closeSync(file));
    database.prepare('PRAGMA shrink_memory').run();
    for (let i = 0; i < 3; i++) await expect(database.write(() => database.prepare(insert).run(`new-${i}`))).rejects.toBeInstanceOf(StorageFailed);
    expect(() => database.read('Timers', () => count(database))).toThrow(StorageFailed);
    database.close();
    expect(readFileSync(fileIn(folder)).equals(damaged)).toBe(true);
  });

  it.each<[string, (file: string) => void]>([
    ['deleted', (file) => rmSync(file)],
    ['moved away', (file) => renameSync(file, `${file}.away`)],
    ['replaced by another', (file) => renameSync(newDatabase(), file)],
    ['emptied', (file) => truncateSync(file)],
  ])('or %s while it is open takes nothing any more: what went into it would be lost', async (_, happens) => {
    const folder = newFolder();
    await filled(folder);
    const told: unknown[] = [];
    const database = openIn(folder, { ...silent, error: (details) => told.push(details) });
    const one = database.prepare(insert);
    await database.write(() => one.run('before'));
    happens(fileIn(folder));
    const left = fileThere(folder);
    for (let i = 0; i < 3; i++) await expect(database.write(() => one.run(`new-${i}`))).rejects.toBeInstanceOf(StorageFailed);
    expect(inspect(told)).toContain('was moved, deleted or replaced');
    expect(fileThere(folder)).toBe(left);
  });

  it('and moved away takes changes again once it is back', async () => {
    const folder = newFolder();
    const database = openIn(folder);
    const one = database.prepare(insert);
    renameSync(fileIn(folder), `${fileIn(folder)}.away`);
    await expect(database.write(() => one.run('a'))).rejects.toBeInstanceOf(StorageFailed);
    renameSync(`${fileIn(folder)}.away`, fileIn(folder));
    expect(await database.write(() => one.run('b'))).toBe(1);
    database.close();
    expect(count(openIn(folder))).toBe(1);
  });

  it('is found by doctor beside the process that uses it, which is not disturbed', async () => {
    const folder = newFolder();
    const database = openIn(folder);
    await database.write(() => database.prepare(insert).run('a'));
    expect(damageOf(database.path)).toBeNull();
    await database.write(() => database.prepare(insert).run('b'));
  });

  it("of another program is refused, and so is a newer Bellhop's", () => {
    const other = newFolder();
    const theirs = new DatabaseSync(fileIn(other));
    theirs.exec('CREATE TABLE letters (a)');
    theirs.close();
    expect(() => openDatabase(other, { clock: systemClock, log: silent })).toThrow(/belongs to another program/);
    const newer = newFolder();
    openIn(newer).close();
    const file = new DatabaseSync(fileIn(newer));
    file.exec('PRAGMA user_version = 99');
    file.close();
    expect(() => openDatabase(newer, { clock: systemClock, log: silent })).toThrow(/newer Bellhop \(schema 99/);
  });

  it('that is only a folder is an error too, not a new database', () => {
    const folder = newFolder();
    mkdirSync(fileIn(folder));
    expect(() => openDatabase(folder, { clock: systemClock, log: silent })).toThrow();
  });
});
