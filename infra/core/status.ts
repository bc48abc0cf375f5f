import manifest from '../../package.json' with { type: 'json' };
import { channelsByName, labelOf } from '../../shared/channel/bots.ts';
import type { Channel } from '../../shared/channel/channel.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ChannelStatus, InstallationStatus } from '../../shared/command/installation.ts';
import { type Trouble, troubleBook } from '../../shared/flow/trouble.ts';
import type { Inbox } from '../../shared/inbox/inbox.ts';
import type { Store } from '../../shared/store/store.ts';
import type { OffChannel } from '../settings/channels.ts';

export const { version } = manifest;

export interface StatusParts {
  /** Left out where no one process is it. */
  readonly startedAt?: number;
  readonly on: readonly Channel[];
  readonly off: readonly OffChannel[];
  /** What is known of a channel whose platform is not reached. */
  readonly troubleOf?: (channel: string) => string | undefined;
  readonly inbox: Pick<Inbox, 'depth'>;
  readonly store: Store;
  readonly clock: Clock;
}

/** What runs here, as `status` tells it. */
export function installationStatus({ startedAt, on, off, troubleOf, inbox, store, clock }: StatusParts): () => Promise<InstallationStatus> {
  const troubles = troubleBook({ channels: channelsByName(on), store, clock });
  return async () => ({
    version,
    ...(startedAt === undefined ? {} : { startedAt }),
    channels: [
      ...on.map((channel) => statusOf(labelOf(channel))),
      ...(await troubles.standing()).map(lockedOut),
      ...off.map(({ name, why }): ChannelStatus => ({ name, state: 'off', detail: why })),
    ],
    queue: await inbox.depth(),
  });

  function statusOf(name: string): ChannelStatus {
    const detail = troubleOf?.(name);
    return detail === undefined ? { name, state: 'on' } : { name, state: 'failing', detail };
  }
}

/** One bot, in one tenant, of a channel whose others go on: `slack (T0123)`, `telegram/sales (42)`. */
const lockedOut = ({ channel, bot, tenant, detail }: Trouble): ChannelStatus => ({
  name: `${labelOf({ name: channel, bot })} (${tenant})`,
  state: 'failing',
  detail,
  tenant,
});
