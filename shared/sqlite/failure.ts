import { BellhopError } from '../errors.ts';

/** The database file is damaged, or isn't Bellhop's. It is left as it is: nothing is ever written over it. */
export class DatabaseUnreadable extends BellhopError {
  constructor(
    path: string,
    what: string,
    cause?: unknown,
    mend = 'Move it away and restore a backup (`bellhop restore FILE`), or use an empty data folder.',
  ) {
    super('database_unreadable', `The database ${path} can't be used: ${what}.`, {
      hint: `It was left as it is. ${mend}`,
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

/** SQLite's primary result codes (sqlite.org/rescode.html) that speak of the disk or of another user of the file, not of the statement. */
const busy = 5;
const locked = 6;
const noMemory = 7;
const readOnly = 8;
const interrupted = 9;
const ioError = 10;
const corrupt = 11;
const full = 13;
const cantOpen = 14;
const protocol = 15;
const notADatabase = 26;

const ofStorage = new Set([busy, locked, noMemory, readOnly, interrupted, ioError, corrupt, full, cantOpen, protocol, notADatabase]);
/** After these the connection is opened anew: what it holds of the file may be stale or half-read. */
const needReopening = new Set([noMemory, readOnly, ioError, corrupt, cantOpen, protocol, notADatabase]);

/** SQLite's primary code of what was thrown; undefined when it isn't SQLite's. */
export function sqliteCode(thrown: unknown): number | undefined {
  return thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number' ? thrown.errcode & 0xff : undefined;
}

/** The disk's doing, not the statement's: what was asked for may work later. */
export const isStorage = (thrown: unknown) => ofStorage.has(sqliteCode(thrown) ?? -1);
/** Another connection holds the file just now. */
export const isBusy = (thrown: unknown) => sqliteCode(thrown) === busy;
export const needsReopening = (thrown: unknown) => needReopening.has(sqliteCode(thrown) ?? -1);
/** The bytes themselves are wrong. */
export const isDamage = (thrown: unknown) => sqliteCode(thrown) === corrupt || sqliteCode(thrown) === notADatabase;
