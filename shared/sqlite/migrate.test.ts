import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import type { CommandId } from '../command/command.ts';
import { sqliteInbox } from '../inbox/sqlite/inbox.ts';
import { type Migration, migrate } from './migrate.ts';
import { fileIn, newFolder, openIn } from './open.contract.ts';
import { schema } from './schema.ts';

const first: Migration = { name: 'letters', sql: 'CREATE TABLE letters (a); INSERT INTO letters VALUES (1);' };
const second: Migration = { name: 'stamps', sql: 'CREATE TABLE stamps (b); UPDATE letters SET a = 2;' };
const broken: Migration = { name: 'broken', sql: 'UPDATE letters SET a = 3; SELECT no_such_function();' };

function open() {
  const path = join(newFolder(), 'bellhop.db');
  return { path, db: new DatabaseSync(path) };
}

it('takes the steps that a file has not had, in order, once', () => {
  const { db, path } = open();
  expect(migrate(db, path, [first])).toEqual(['letters']);
  expect(migrate(db, path, [first, second])).toEqual(['stamps']);
  expect(migrate(db, path, [first, second])).toEqual([]);
  expect(db.prepare('SELECT a FROM letters').get()).toEqual({ a: 2 });
});

it('keeps a copy of a file that has data before it changes it, and none of a new one', () => {
  const { db, path } = open();
  migrate(db, path, [first]);
  expect(existsSync(path.replace('.db', '.before-1.db'))).toBe(false);
  migrate(db, path, [first, second]);
  const copy = new DatabaseSync(path.replace('.db', '.before-2.db'), { readOnly: true });
  expect(copy.prepare('SELECT a FROM letters').get()).toEqual({ a: 1 });
  expect(copy.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
});

it('changes nothing when no copy can be kept, and says so', () => {
  const { db, path } = open();
  migrate(db, path, [first]);
  mkdirSync(path.replace('.db', '.before-2.db'));
  expect(() => migrate(db, path, [first, second])).toThrow(/no copy of it could be kept as .*before-2\.db/);
  expect(db.prepare('SELECT a FROM letters').get()).toEqual({ a: 1 });
  expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
});

it('leaves the file as it was when a step fails, and can be tried again', () => {
  const { db, path } = open();
  migrate(db, path, [first]);
  expect(() => migrate(db, path, [first, broken])).toThrow(/no_such_function/);
  expect(db.prepare('SELECT a FROM letters').get()).toEqual({ a: 1 });
  expect(migrate(db, path, [first, second])).toEqual(['stamps']);
});

it('opens a database of the first schema, with its commands and their ids', async () => {
  const folder = newFolder();
  const file = new DatabaseSync(fileIn(folder));
  migrate(file, fileIn(folder), schema.slice(0, 1));
  file.exec(
    `INSERT INTO commands (id, priority, tenant, speaker, accepted_at, state, run_due, delivery, command)
     VALUES ('a', 'report', 'slack/T1', 'slack', 1, 'accepted', 0, 'none', '{"id":"a","priority":"report","from":{"user":"U1"},"place":{"channel":"slack","bot":"main","tenant":"T1","conversation":"C1"}}')`,
  );
  file.close();
  const inbox = sqliteInbox(openIn(folder), { clock: systemClock, random: Math.random });
  expect(await inbox.read('a' as CommandId)).toMatchObject({
    state: 'accepted',
    command: { id: 'a', place: { channel: 'slack', tenant: 'T1', conversation: 'C1' } },
  });
  expect((await inbox.depth()).waiting.report.count).toBe(1);
  expect(existsSync(fileIn(folder).replace('.db', '.before-2.db'))).toBe(true);
});
