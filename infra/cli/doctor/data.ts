import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { seriesFile } from '../../../shared/series/sqlite/schema.ts';
import { databaseFile } from '../../../shared/sqlite/database.ts';
import type { Finding } from '../../core/finding.ts';

/** Below this there is no room for the next days, bytes. */
const freeBytesMin = 200 * 1_048_576;
/** A larger file is not read through: it would take too long. */
const readBytesMax = 512 * 1_048_576;

/** The data folder: ours alone, writable, with room; the databases in it readable. `held`: a running server has it open. */
export function checkData(path: string, held: boolean): Finding[] {
  const folder = resolve(path);
  const about = 'data folder';
  const standing = nearest(folder);
  try {
    accessSync(standing, constants.W_OK | constants.X_OK);
  } catch {
    return [
      {
        about,
        state: 'wrong',
        detail: `${folder} can't be written`,
        hint: `Give this user the right to write ${standing}, or name another folder in BELLHOP_DATA.`,
      },
    ];
  }
  return [room(folder, standing), ...(standing === folder ? [...mode(folder), ...files.flatMap((file) => database(folder, file, held))] : [])];

  function room(shown: string, at: string): Finding {
    const { bavail, bsize } = statfsSync(at);
    const free = bavail * bsize;
    const detail = `${shown} is writable, ${Math.round(free / 1_048_576).toLocaleString('en')} MiB are free`;
    return free < freeBytesMin
      ? { about, state: 'wrong', detail, hint: 'Make room: with a full disk nothing more is accepted.' }
      : { about, state: 'ok', detail };
  }
}

function mode(folder: string): Finding[] {
  if ((statSync(folder).mode & 0o077) === 0) return [];
  return [{ about: 'data folder', state: 'wrong', detail: 'other users of this machine can look into it', hint: `chmod 700 ${folder}` }];
}

interface DataFile {
  readonly name: string;
  readonly about: string;
  readonly begins: string;
  readonly hint: string;
}

const files: readonly DataFile[] = [
  {
    name: databaseFile,
    about: 'database',
    begins: 'made at the first start',
    hint: 'Move the data folder away and restore a backup; the file is left as it is.',
  },
  {
    name: seriesFile,
    about: 'history of checks',
    begins: 'made by the first check',
    hint: `Move ${seriesFile} away, or restore a backup: without it checks begin a new history; the file is left as it is.`,
  },
];

function database(folder: string, { name, about, begins, hint }: DataFile, held: boolean): Finding[] {
  const file = join(folder, name);
  if (!existsSync(file)) return [{ about, state: 'ok', detail: begins }];
  if (held) return [{ about, state: 'ok', detail: 'in use by the running server' }];
  if (statSync(file).size > readBytesMax) return [{ about, state: 'ok', detail: 'there, and too large to be read through now' }];
  try {
    const db = new DatabaseSync(file, { readOnly: true });
    try {
      const problem = Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0];
      if (problem === 'ok') return [{ about, state: 'ok', detail: 'whole' }];
      return [{ about, state: 'wrong', detail: `damaged: ${problem}`, hint }];
    } finally {
      db.close();
    }
  } catch (cause) {
    const detail = `can't be read: ${cause instanceof Error ? cause.message : cause}`;
    return [{ about, state: 'wrong', detail, hint }];
  }
}

/** The folder itself, or where it would be made. */
function nearest(folder: string): string {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
}
