/** One line of the table. */
export interface Row {
  readonly figure: string;
  /** With its unit: `71 us`. */
  readonly value: string;
  /** What it stands against, measured in the same run: `floor 42 us`; or empty. */
  readonly against: string;
  /** value ÷ against; printed as `1.7 x`. */
  readonly ratio?: number;
}

/** A statement about rows that holds or doesn't. */
export interface Goal {
  readonly says: string;
  readonly holds: boolean;
}

export interface Measured {
  readonly rows: readonly Row[];
  readonly goals: readonly Goal[];
}

export interface FigureOptions {
  /** Fewer requests, fewer rounds: for a look, not for the README. */
  readonly quick: boolean;
  /** One platform alone. */
  readonly only?: string;
  /** A line about what is going on. */
  readonly say: (line: string) => void;
  /** An empty folder on disk, deleted afterwards. */
  readonly folder: string;
}

/** A figure that the README states: one file each, measured anew at each run. */
export interface Figure {
  readonly name: string;
  /** How it is measured, one line. */
  readonly how: string;
  measure(options: FigureOptions): Promise<Measured>;
}
