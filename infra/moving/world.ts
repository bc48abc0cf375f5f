import type { BlobContent, BlobHead } from '../../shared/blobs/blobs.ts';
import type { MovedCommand } from '../../shared/inbox/moved.ts';
import type { MovedDay } from '../../shared/series/moved.ts';
import type { MovedRecord, PlacedRecord } from '../../shared/store/moved.ts';
import type { MovedTimer } from '../../shared/timers/moved.ts';

/** Some at a time. */
export type Some<T> = AsyncIterable<readonly T[]> | Iterable<readonly T[]>;

/** An installation to make a backup of. */
export interface Source {
  /** Where that is, for people. */
  readonly where: string;
  /** The key of the installation (BELLHOP_KEY): the secrets are sealed by it in the file. */
  readonly key: string;
  /**
   * All is seen as it was at one instant. Where it isn't, timers are read twice, before all else and last: what causes something is read before what it causes (a timer, its
   * command, the command's records and timers), so that what was just on its way is in the backup at least once.
   */
  readonly isOneInstant: boolean;
  timers(): Some<MovedTimer>;
  commands(): Some<MovedCommand>;
  /** But for those that secrets are made of. */
  records(): Some<MovedRecord>;
  /** Opened. Throws SecretUnreadable. */
  secrets(): AsyncIterable<{ readonly name: string; readonly value: string }>;
  blobs(): AsyncIterable<{ readonly head: BlobHead; readonly content: AsyncIterable<Uint8Array> }>;
  /** A day of a series may come twice, in parts that add up. */
  series(): Some<MovedDay>;
  close(): void;
}

/** Whether this backup can be restored there: now, or on from where it was left; or it has been. */
export type Begun = 'begun' | 'again' | 'done';

/** An installation to restore a backup into. Everything but `begin` may be repeated. */
export interface Target {
  readonly where: string;
  readonly key: string;
  /** Throws RestoreRefused when there is something else. */
  begin(backup: string): Promise<Begun>;
  addRecords(records: readonly PlacedRecord[]): Promise<void>;
  addSecret(name: string, value: string): Promise<void>;
  addBlob(head: Omit<BlobHead, 'bytes'>, content: BlobContent): Promise<void>;
  addCommands(commands: readonly MovedCommand[]): Promise<void>;
  addTimers(timers: readonly MovedTimer[]): Promise<void>;
  addSeries(days: readonly MovedDay[]): Promise<void>;
  /** All is there. */
  end(backup: string): Promise<void>;
  /** Lets go of it; without `end`, it is as it was, or as far as it got. */
  close(): void;
}

/** How many of each. */
export interface Counts {
  commands: number;
  records: number;
  timers: number;
  secrets: number;
  blobs: number;
  /** Of series. */
  days: number;
}

export const noCounts = (): Counts => ({ commands: 0, records: 0, timers: 0, secrets: 0, blobs: 0, days: 0 });
