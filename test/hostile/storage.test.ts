import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doorNamed, doorsOf, keptBy, post } from './doors.ts';
import { type Small, small } from './small.ts';
import { heard, quiet } from './witness.ts';
import { type World, world } from './world.ts';

let bellhop: Small;
beforeEach(async () => {
  bellhop = await small();
});
afterEach(() => bellhop.close());

/** No new page: what still fits into those that are there is used up with the shortest command there is. Answers how it heals. */
async function fillDisk({ database, origin, ...platforms }: Small): Promise<() => void> {
  database.prepare(`PRAGMA max_page_count = ${database.prepare('PRAGMA page_count').get()?.page_count}`).get();
  const door = doorNamed(doorsOf({ ...platforms }), 'the simulator');
  for (let id = 100; id < 10_000; id++) {
    if ((await post(origin, door, door.good('', id))).status === 503) return () => void database.prepare('PRAGMA max_page_count = 1000000').get();
  }
  throw new Error('The disk never became full.');
}

async function hold({ database }: { readonly database: { readonly path: string } }): Promise<() => void> {
  const other = new DatabaseSync(database.path, { timeout: 1_000 });
  other.exec('BEGIN IMMEDIATE');
  return () => other.close();
}

describe('while nothing can be stored', () => {
  it.each([
    ['the disk is full', fillDisk],
    ['another program holds the database', hold],
  ])('%s: every door answers 503, the log says so, and the same deliveries are taken when it has healed', async (_, fail) => {
    const doors = doorsOf(bellhop);
    const words = 'long '.repeat(100);
    const say = () => Promise.all(doors.map((door) => post(bellhop.origin, door, door.good(words, 1))));
    const heal = await fail(bellhop);
    const waited = (await bellhop.inbox.depth()).waiting.interactive.count;
    const refused = await say();
    expect(refused.map(({ status }) => status)).toEqual(Array(doors.length).fill(503));
    for (const { body, headers, tookMs } of refused) {
      expect(JSON.parse(body)).toMatchObject({ error: { code: 'storage_failed', hint: expect.stringContaining('send it again') } });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(tookMs).toBeLessThan(2_000);
    }
    expect(bellhop.lines).toContainEqual(expect.objectContaining({ level: 50, msg: expect.stringContaining('The database took no change') }));
    expect(bellhop.lines).toContainEqual(expect.objectContaining({ level: 50, reason: 'storage' }));
    expect((await bellhop.inbox.depth()).waiting.interactive.count).toBe(waited);

    heal();
    expect((await say()).map(({ status }) => status)).toEqual(keptBy(doors));
    expect((await bellhop.inbox.depth()).waiting.interactive.count).toBe(waited + doors.length - 1);
  });

  it('a connection that became read-only: 503, then it is opened anew and the same delivery is taken', async () => {
    for (const door of doorsOf(bellhop)) {
      bellhop.database.prepare('PRAGMA query_only = 1').get();
      const say = () => post(bellhop.origin, door, door.good('read-only', 1));
      expect([door.name, (await say()).status]).toEqual([door.name, 503]);
      expect([200, 202]).toContain((await say()).status);
    }
    const [line] = bellhop.lines.filter(({ msg }) => msg.includes('took no change'));
    expect(JSON.stringify(line)).toContain('readonly');
  });
});

/** What befalls a file that is open; and what SQLite still had of it in memory is forgotten. */
function spoil(bellhop: Small, how: (file: string) => void): void {
  const { database } = bellhop;
  // All that was taken so far into the file itself.
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  how(database.path);
  database.prepare('PRAGMA shrink_memory').get();
}

function overwrite(file: string, from: number): void {
  const open = openSync(file, 'r+');
  writeSync(open, Buffer.alloc(statSync(file).size - from, 0xa5), 0, undefined, from);
  closeSync(open);
}

function replace(file: string): void {
  writeFileSync(`${file}.new`, 'something else');
  renameSync(`${file}.new`, file);
}

describe('a database that is damaged while it is open', () => {
  it.each<[string, (file: string) => void, RegExp]>([
    ['its header overwritten', (file) => overwrite(file, 0), /it is damaged.*restore a backup/],
    ['its pages overwritten', (file) => overwrite(file, 4_096), /it is damaged.*restore a backup/],
    ['cut in half', (file) => truncateSync(file, 8 * 4_096), /it is damaged.*restore a backup/],
    ['emptied', (file) => truncateSync(file, 0), /was moved, deleted or replaced/],
    ['deleted', (file) => rmSync(file), /was moved, deleted or replaced/],
    ['replaced', replace, /was moved, deleted or replaced/],
  ])('%s: every door answers 503, the log says what to do, and the file is left as it is', async (_, how, says) => {
    const doors = doorsOf(bellhop);
    const say = (id: number) => Promise.all(doors.map((door) => post(bellhop.origin, door, door.good('long '.repeat(100), id))));
    expect((await say(1)).map(({ status }) => status)).toEqual(keptBy(doors));
    spoil(bellhop, how);
    const file = () => (existsSync(bellhop.database.path) ? createHash('sha256').update(readFileSync(bellhop.database.path)).digest('hex') : 'none');
    const left = file();
    for (const id of [2, 3]) {
      const refused = await say(id);
      expect(refused.map(({ status }) => status)).toEqual(Array(doors.length).fill(503));
      for (const { body } of refused) expect(JSON.parse(body)).toMatchObject({ error: { code: 'storage_failed' } });
    }
    // What came before is not told as kept either: nobody can look it up.
    expect((await say(1)).map(({ status }) => status)).toEqual(Array(doors.length).fill(503));
    expect(file()).toBe(left);
    const told = bellhop.lines.filter(({ msg }) => msg.startsWith('The database took no change'));
    expect(JSON.stringify(told)).toMatch(says);
  });
});

describe('the whole server, its database held by another program', () => {
  let whole: World;
  beforeEach(async () => {
    whole = await world();
  });
  afterEach(() => whole.close());

  it('answers 503 while it is held, loses nothing it had taken, and goes on by itself', async () => {
    const doors = doorsOf(whole);
    const say = (words: string, id: number) => {
      const door = doorNamed(doors, id === 2 ? 'Telegram' : id === 3 ? 'Teams' : 'Slack events');
      return post(whole.local().origin, door, door.good(words, id));
    };
    expect((await say('before', 1)).status).toBe(200);
    const release = await hold({ database: { path: `${whole.folder}/bellhop.db` } });
    expect((await say('during', 2)).status).toBe(503);
    expect((await fetch(`${whole.local().origin}/healthz`)).status).toBe(200);
    const unready = await fetch(`${whole.local().origin}/readyz`);
    expect([unready.status, await unready.json()]).toEqual([
      503,
      expect.objectContaining({ status: 'failing', reasons: ['The database takes no change: database is locked.'] }),
    ]);
    release();
    expect(await (await fetch(`${whole.local().origin}/readyz`)).json()).toMatchObject({ status: 'ready' });
    expect((await say('after', 3)).status).toBe(200);
    expect((await say('during', 2)).status).toBe(200);
    await quiet(whole, 15_000);
    for (const words of ['before', 'during', 'after']) expect(heard(whole)).toContain(`echo: ${words}`);
  });
});
