import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databaseFile } from '../../../shared/sqlite/database.ts';
import type { Finding } from '../../core/finding.ts';

/** Below this there is no room for the next days, bytes. */
const freeBytesMin = 200 * 1_048_576;
/** A larger file is not read through: it would take too long. */
const readBytesMax = 512 * 1_048_576;

/** The data folder: ours alone, writable, with room; the database in it readable. `held`: a running server has it open. */
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
  return [room(folder, standing), ...(standing === folder ? [...mode(folder), ...database(folder, held)] : [])];

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

function database(folder: string, held: boolean): Finding[] {
  const about = 'database';
  const file = join(folder, databaseFile);
  if (!existsSync(file)) return [{ about, state: 'ok', detail: 'made at the first start' }];
  if (held) return [{ about, state: 'ok', detail: 'in use by the running server' }];
  if (statSync(file).size > readBytesMax) return [{ about, state: 'ok', detail: 'there, and too large to be read through now' }];
  try {
    const db = new DatabaseSync(file, { readOnly: true });
    try {
      const problem = Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0];
      if (problem === 'ok') return [{ about, state: 'ok', detail: 'whole' }];
      return [
        { about, state: 'wrong', detail: `damaged: ${problem}`, hint: 'Move the data folder away and restore a backup; the file is left as it is.' },
      ];
    } finally {
      db.close();
    }
  } catch (cause) {
    const detail = `can't be read: ${cause instanceof Error ? cause.message : cause}`;
    return [{ about, state: 'wrong', detail, hint: 'Move the data folder away and restore a backup; the file is left as it is.' }];
  }
}

/** The folder itself, or where it would be made. */
function nearest(folder: string): string {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
}
