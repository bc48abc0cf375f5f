import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SettingsError } from '../errors.ts';
import { isBusy } from './failure.ts';

interface Holder {
  readonly pid: number;
  readonly since: string;
}

/**
 * Holds a data folder for this process until it is released or the process ends, however it ends: SQLite's lock on a file of its own is the kernel's,
 * and falls with the process. Throws SettingsError naming who holds it.
 */
export function lockFolder(folder: string, now: number): () => void {
  const lockPath = join(folder, 'lock.db');
  const lock = new DatabaseSync(lockPath, { timeout: 0 });
  const holderPath = join(folder, 'lock.json');
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw cause;
    const holder = readHolder(holderPath);
    const who = holder ? `process ${holder.pid}, since ${holder.since}` : 'another process';
    throw new SettingsError(
      `The data folder ${folder} is in use by ${who}.`,
      'Stop that one first, or give this one a data folder of its own with BELLHOP_DATA.',
    );
  }
  chmodSync(lockPath, 0o600);
  // Beside the lock, not in it: reading a locked file's bytes and closing it would drop this process's own lock (POSIX).
  writeFileSync(holderPath, JSON.stringify({ pid: process.pid, since: new Date(now).toISOString() } satisfies Holder), { mode: 0o600 });
  return () => {
    rmSync(holderPath, { force: true });
    lock.close();
  };
}

function readHolder(path: string): Holder | null {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof read !== 'object' || read === null || !('pid' in read) || !('since' in read)) return null;
    return { pid: Number(read.pid), since: String(read.since) };
  } catch {
    // Gone or half-written: who holds it is then not known, that it is held is.
    return null;
  }
}
