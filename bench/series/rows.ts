import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const minutesADay = 1_440;

/** The floor: a row a sample, with the same promise to the disk. */
export function rowsOf(folder: string, { samples, commits, days }: { readonly samples: number; readonly commits: number; readonly days: number }) {
  const path = join(folder, 'rows.db');
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  db.exec('CREATE TABLE samples (series TEXT, at INTEGER, for INTEGER, state INTEGER, ms REAL, PRIMARY KEY (series, at)) WITHOUT ROWID');
  const insert = db.prepare('INSERT INTO samples VALUES (?, ?, 60000, 0, ?)');
  const some = Math.ceil(samples / commits);
  const before = process.cpuUsage();
  for (let i = 0; i < samples; ) {
    db.exec('BEGIN');
    for (const end = Math.min(samples, i + some); i < end; i++) insert.run(`check-${i}-of-many`, i, 40 + (i % 200));
    db.exec('COMMIT');
  }
  const { user, system } = process.cpuUsage(before);
  db.exec('DELETE FROM samples; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  const empty = statSync(path).size;
  db.exec('BEGIN');
  for (let i = 0; i < days * minutesADay; i++) insert.run('check-1-of-many', i * 60_000, 40.25 + (i % 200));
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  const uptime = db.prepare('SELECT state, sum(for) FROM samples WHERE series = ? AND at BETWEEN ? AND ? GROUP BY state');
  uptime.all('check-1-of-many', 0, 1);
  const began = performance.now();
  uptime.all('check-1-of-many', 0, days * 86_400_000);
  const readMs = performance.now() - began;
  const bytesADay = (statSync(path).size - empty) / days;
  db.close();
  return { cpuMs: (user + system) / 1_000, readMs, bytesADay };
}
