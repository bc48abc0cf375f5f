import type { AnyCollection } from './store.ts';

/** A record on its way from one installation to another. Where it stands in indexes, and when it ends, follows from its value. */
export interface MovedRecord {
  readonly collection: string;
  readonly key: string;
  readonly version: number;
  readonly value: unknown;
}

/** The same, with its collection's declaration. */
export interface PlacedRecord extends Omit<MovedRecord, 'collection'> {
  readonly collection: AnyCollection;
}
