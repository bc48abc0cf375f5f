import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiled } from '../process.ts';
import { doorNamed, doorsOf, post } from './doors.ts';
import { quiet } from './witness.ts';
import { world } from './world.ts';

const cli = fileURLToPath(new URL('../../infra/cli/bellhop.ts', import.meta.url));
let folder: string;
let good: string;

/** A database as a server leaves it that has worked and stopped. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-damaged-'));
  good = join(folder, 'good.db');
  const bellhop = await world();
  const door = doorNamed(doorsOf(bellhop), 'the simulator');
  for (let id = 0; id < 50; id++) await post(bellhop.local().origin, door, door.good('kept '.repeat(100), id));
  await quiet(bellhop);
  await bellhop.stop();
  copyFileSync(join(bellhop.folder, 'bellhop.db'), good);
  await bellhop.close();
}, 30_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the process on a data folder where it must not start. */
async function started(data: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [cli, 'start'], {
    env: { PATH: process.env.PATH, ...compiled, PORT: '0', BELLHOP_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 15_000,
  });
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('exit', resolve)),
  ]);
  return { code, output: out + err };
}

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Overwrites from one byte on. */
function scribble(path: string, from: number, bytes: number): void {
  const whole = readFileSync(path);
  whole.fill(0xa5, from, Math.min(whole.length, from + bytes));
  writeFileSync(path, whole);
}

const page = 4_096;

describe.concurrent('a process that finds its database', () => {
  it.each([
    ['written over with something else', (db: string) => writeFileSync(db, 'not a database '.repeat(2_000)), 'it is damaged'],
    ['with a broken header', (db: string) => scribble(db, 0, 100), 'it is damaged'],
    ['with its schema gone', (db: string) => scribble(db, 100, page - 100), 'it is damaged'],
    ['with every page but the first gone', (db: string) => scribble(db, page, statSync(db).size), 'it is damaged'],
    ['cut in half', (db: string) => truncateSync(db, Math.floor(statSync(db).size / 2 / page) * page), 'it is damaged'],
    ['cut in the middle of a page', (db: string) => truncateSync(db, statSync(db).size - page - 100), 'it is damaged'],
    ["another program's", (db: string) => sql(db, 'PRAGMA application_id = 7'), 'it belongs to another program'],
    ["a newer Bellhop's", (db: string) => sql(db, 'PRAGMA user_version = 99'), 'it was written by a newer Bellhop'],
  ])('%s ends with 1 and says what to do, and the file is as it was', async (what, damage, why) => {
    const data = join(folder, what.replaceAll(/\W+/g, '-'));
    mkdirSync(data);
    const db = join(data, 'bellhop.db');
    copyFileSync(good, db);
    damage(db);
    const before = digest(db);
    const { code, output } = await started(data);
    expect([code, output]).toEqual([1, expect.stringContaining(why)]);
    expect(output).toContain(db);
    expect(output).toContain('restore');
    expect(digest(db)).toBe(before);
    // Nothing is left beside it that could be taken for its latest changes.
    for (const name of readdirSync(data).filter((file) => file.startsWith('bellhop.db-wal'))) expect(statSync(join(data, name)).size).toBe(0);
  });
});

function sql(path: string, statement: string): void {
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA journal_mode = DELETE; ${statement}`);
  db.close();
}
