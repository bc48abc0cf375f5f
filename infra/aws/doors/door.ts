import type { Channel, ChannelModule, ChannelTools, Env } from '../../../shared/channel/channel.ts';

/** What a channel's way in needs: the half of it that takes, without what it answers with. */
export type Taking = Pick<Channel, 'receive' | 'busy' | 'open'>;

/** A channel at its door: opened without its platform's SDK being anywhere near. */
export interface Door extends Pick<ChannelModule, 'name' | 'routes' | 'settings'> {
  /** As `configure` of the channel. */
  open(env: Env, tools: ChannelTools): Taking | { readonly off: string };
}
