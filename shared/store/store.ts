import { BellhopError } from '../errors.ts';

/** A value that JSON keeps. */
export type Json = unknown;

/** An index: which partition and sort value a record has in it; null leaves it out (sparse). */
export type IndexKey<T> = (value: T) => { readonly partition: string; readonly sort: string } | null;

/** A kind of record, declared once: every driver derives its tables, indexes and expiry from this. */
export interface Collection<T> {
  readonly name: string;
  readonly indexes: Readonly<Record<string, IndexKey<T>>>;
  /** When a record ends, ms since 1970; null keeps it. An expired record is never read, whenever it is really deleted. */
  readonly expiresAt?: (value: T) => number | null;
}

/** The most indexes that a collection may have: so many has the one table of DynamoDB for it. */
const indexesMax = 3;

/** Names go into keys. */
const nameForm = /^[a-z][a-zA-Z0-9_]{0,39}$/;

/** A collection of any values, as who doesn't know them has it. */
export type AnyCollection = Collection<never>;

const declared = new Map<string, AnyCollection>();

/** The collection of this name that a module loaded by now declares; undefined when none does. For what moves records whose meaning it doesn't know. */
export const declaredCollection = (name: string): AnyCollection | undefined => declared.get(name);

/**
 * Declares a collection. It and its indexes, at most three, have names of up to 40 letters, digits and `_`. On DynamoDB an index stands where the order of the declaration puts
 * it: a later one goes behind the others. Throws TypeError otherwise.
 */
export function collection<T>(
  name: string,
  { indexes: keys = {}, expiresAt }: { indexes?: Record<string, IndexKey<T>>; expiresAt?: (value: T) => number | null },
): Collection<T> {
  const indexes = Object.keys(keys);
  const misnamed = [name, ...indexes].find((one) => !nameForm.test(one));
  if (misnamed !== undefined) throw new TypeError(`${misnamed} is no name for a collection or an index: up to 40 letters, digits and _.`);
  if (indexes.length > indexesMax)
    throw new TypeError(`The collection ${name} declares ${indexes.length} indexes; it can have ${indexesMax} (${indexes.join(', ')}).`);
  const made: Collection<T> = { name, indexes: keys, ...(expiresAt ? { expiresAt } : {}) };
  declared.set(name, made);
  return made;
}

export interface Stored<T> {
  readonly key: string;
  /** Starts at 1 and grows by 1 with each put. */
  readonly version: number;
  readonly value: T;
}

export interface Page<T> {
  readonly items: readonly Stored<T>[];
  /** Pass as `after` for the next page; null: this was the last. */
  readonly next: string | null;
}

export interface Query {
  readonly index: string;
  readonly partition: string;
  /** Sort values from (included) and to (excluded). */
  readonly from?: string;
  readonly to?: string;
  readonly descending?: boolean;
  /** 1–1,000; default 100. */
  readonly limit?: number;
  readonly after?: string;
}

/** A conditional put or delete met another version: read again and decide again. */
export class VersionConflict extends BellhopError {
  constructor(collection: string, key: string) {
    super('version_conflict', `${collection}/${key} was changed by someone else.`, { retryable: true });
  }
}

/**
 * Keeps records: JSON below 300 KB under a key of up to 500 characters. Promises atomicity for one record, versions, declared indexes that **may lag**
 * behind the records (a read by key never does), and expiry. Nothing spans two records; uniqueness is a record, never an index read.
 */
export interface Store {
  /** Returns null when there is none, or it has expired. Always the latest. */
  get<T>(collection: Collection<T>, key: string): Promise<Stored<T> | null>;
  /**
   * Writes it whole and answers its new version. `expect`: 0 = must not exist (an expired one doesn't), n = must have this version; left out: whatever is there.
   * Throws VersionConflict, and StorageFailed when it isn't durable.
   */
  put<T>(collection: Collection<T>, key: string, value: T, options?: { readonly expect?: number }): Promise<number>;
  /** Answers whether there was one. Throws VersionConflict when `expect` is given and another version is there. */
  delete<T>(collection: Collection<T>, key: string, options?: { readonly expect?: number }): Promise<boolean>;
  /** A page of an index, ordered by sort value, then key. May miss or show the former state of what was written in the last seconds. Throws on an undeclared index. */
  query<T>(collection: Collection<T>, query: Query): Promise<Page<T>>;
  /** Deletes what has expired, at most `limit` records; answers how many. Where the database does so by itself, only what was in the way of reads. */
  sweep(limit: number): Promise<number>;
}
