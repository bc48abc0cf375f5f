import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SettingsError } from '../errors.ts';
import { isBusy } from './failure.ts';
import { ownFile } from './own-file.ts';

interface Holder {
  readonly pid: number;
  readonly since: string;
}

/**
 * Holds a data folder for this process until it is released or the process ends, however it ends: SQLite's lock on a file of its own is the kernel's,
 * and falls with the process. Throws SettingsError naming who holds it.
 */
export function lockFolder(folder: string, now: number): () => void {
  const holderPath = join(folder, 'lock.json');
  const lock = locked(folder, holderPath);
  try {
    // Beside the lock, not in it: reading a locked file's bytes and closing it would drop this process's own lock (POSIX).
    writeFileSync(holderPath, JSON.stringify({ pid: process.pid, since: new Date(now).toISOString() } satisfies Holder), { mode: 0o600 });
  } catch (cause) {
    lock.close();
    throw cause;
  }
  return () => {
    rmSync(holderPath, { force: true });
    lock.close();
  };
}

function locked(folder: string, holderPath: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    const path = join(folder, 'lock.db');
    ownFile(path);
    lock = new DatabaseSync(path, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock?.close();
    if (!isBusy(cause)) {
      throw new SettingsError(
        `The data folder ${folder} can't be used: ${cause instanceof Error ? cause.message : cause}.`,
        'Let this user write there, or name another folder with BELLHOP_DATA.',
      );
    }
    const holder = readHolder(holderPath);
    const who = holder ? `process ${holder.pid}, since ${holder.since}` : 'another process';
    throw new SettingsError(
      `The data folder ${folder} is in use by ${who}.`,
      'Stop that one first, or give this one a data folder of its own with BELLHOP_DATA.',
    );
  }
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
