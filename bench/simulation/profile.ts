/** What one of the three steps of a command asks of the table and the queues. */
export interface Step {
  /** Write units of items, and of entries by the kind of partition they are in: `work`, `ended`, `by`. */
  readonly writes: number;
  readonly entries: Readonly<Record<string, number>>;
  /** Calls that read items, half a unit for each 4 KB begun where the latest isn't asked for. */
  readonly reads: number;
  /** All calls of DynamoDB. */
  readonly calls: number;
  readonly sends: number;
}

export const steps = ['accept', 'run', 'deliver'] as const;
export type StepName = (typeof steps)[number];
export type Profile = Readonly<Record<StepName, Step>>;

/** All write units of a step. */
export const unitsOfStep = ({ writes, entries }: Step) => Object.values(entries).reduce((sum, units) => sum + units, writes);
