/** A day of a series as it is moved from one installation to another: its block, see block.ts. One day may come in several. */
export interface MovedDay {
  readonly series: string;
  /** Days since 1970. */
  readonly day: number;
  readonly block: Uint8Array;
}

/** Where series lie among the blobs of a stage: they are moved as series. */
export const seriesBlobs = 'series/';
