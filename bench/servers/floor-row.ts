import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { bareThen } from './bare.ts';
import { hmacHolds } from './hmac.ts';
import { serve } from './serve.ts';
import { settings } from './settings.ts';

/** The floor with one durable row a request: what came in during one turn of the event loop is committed together, then answered. */
const database = new DatabaseSync(join(settings.folder, 'floor.db'));
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE row (n INTEGER PRIMARY KEY, body TEXT) STRICT');
const insert = database.prepare('INSERT INTO row (body) VALUES (?)');

let group: { readonly body: Buffer; readonly done: () => void }[] = [];

function commit(): void {
  const committed = group;
  group = [];
  database.exec('BEGIN');
  for (const { body } of committed) insert.run(body.toString());
  database.exec('COMMIT');
  for (const { done } of committed) done();
}

await serve(
  bareThen(hmacHolds, (done, body) => {
    if (group.push({ body, done }) === 1) setImmediate(commit);
  }),
);
