import type { Depth } from '../inbox/inbox.ts';

/** How one channel is doing. */
export interface ChannelStatus {
  readonly name: string;
  /** `failing`: it is configured, and the platform can't be reached or refuses us. */
  readonly state: 'on' | 'off' | 'failing';
  /** Why it is off or failing, and what turns it on: one sentence. */
  readonly detail?: string;
  /** Only of one bot for this tenant: the others go on. */
  readonly tenant?: string;
}

/** What runs here, as `status` tells it. */
export interface InstallationStatus {
  readonly version: string;
  /** Since when it runs, ms since 1970; left out where there is no such time, as functions come and go. */
  readonly startedAt?: number;
  readonly channels: readonly ChannelStatus[];
  readonly queue: Depth;
}
