import manifest from '../../package.json' with { type: 'json' };
import type { Channel } from '../../shared/channel/channel.ts';
import type { ChannelStatus, InstallationStatus } from '../../shared/command/installation.ts';
import type { Inbox } from '../../shared/inbox/inbox.ts';
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
}

/** What runs here, as `status` tells it. */
export function installationStatus({ startedAt, on, off, troubleOf, inbox }: StatusParts): () => Promise<InstallationStatus> {
  return async () => ({
    version,
    ...(startedAt === undefined ? {} : { startedAt }),
    channels: [...on.map(({ name }) => statusOf(name)), ...off.map(({ name, why }): ChannelStatus => ({ name, state: 'off', detail: why }))],
    queue: await inbox.depth(),
  });

  function statusOf(name: string): ChannelStatus {
    const detail = troubleOf?.(name);
    return detail === undefined ? { name, state: 'on' } : { name, state: 'failing', detail };
  }
}
