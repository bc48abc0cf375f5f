import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isDamage } from './failure.ts';

/** Up to this size a file is looked through at each start: about 2 ms a MB. A larger one is left to `bellhop doctor`. */
export const checkedAtStartBytesMax = 128 * 2 ** 20;

/** Looks through a database file, without changing it and beside whoever uses it. Answers what is wrong with it, or null. Throws what the disk does. */
export function damageOf(path: string): string | null {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 1_000 });
  try {
    const [found] = db.prepare('PRAGMA quick_check(1)').all();
    return found?.quick_check === 'ok' ? null : String(found?.quick_check);
  } catch (cause) {
    if (isDamage(cause) && cause instanceof Error) return cause.message;
    throw cause;
  } finally {
    db.close();
  }
}

export const isSmall = (path: string) => statSync(path).size <= checkedAtStartBytesMax;
