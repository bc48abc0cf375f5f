import manifest from '../../package.json' with { type: 'json' };
import type { Channel } from '../../shared/channel/channel.ts';
import type { ChannelStatus, InstallationStatus } from '../../shared/command/installation.ts';
import type { Inbox } from '../../shared/inbox/inbox.ts';
import type { OffChannel } from '../settings/channels.ts';
import type { Health } from './health.ts';

export const { version } = manifest;

export interface StatusParts {
  readonly startedAt: number;
  readonly on: readonly Channel[];
  readonly off: readonly OffChannel[];
  readonly health: Health;
  readonly inbox: Pick<Inbox, 'depth'>;
}

/** What runs here, as `status` tells it. */
export function installationStatus({ startedAt, on, off, health, inbox }: StatusParts): () => Promise<InstallationStatus> {
  return async () => ({
    version,
    startedAt,
    channels: [...on.map(({ name }) => statusOf(name)), ...off.map(({ name, why }): ChannelStatus => ({ name, state: 'off', detail: why }))],
    queue: await inbox.depth(),
  });

  function statusOf(name: string): ChannelStatus {
    const reach = health.reachOf(name);
    return reach && !reach.ok ? { name, state: 'failing', detail: reach.detail } : { name, state: 'on' };
  }
}
