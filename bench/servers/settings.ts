import type { Keys } from '../platforms/keys.ts';

/** What a server of a run is started with. */
export interface ServerSettings {
  readonly keys: Keys;
  /** Empty, its own, on disk. */
  readonly folder: string;
  /** Where the Teams keys are described. */
  readonly openIdUrl: string;
}

/** As they were handed to this process. */
export const settings: ServerSettings = JSON.parse(process.argv[2] ?? '{}');
