import type { Channel, ChannelModule, ChannelTools, Env } from '../../../shared/channel/channel.ts';
import type { Inbound } from '../../../shared/channel/inbound.ts';
import type { Form } from '../../../shared/reply/form.ts';

/** What a channel's way in needs: the half of it that takes, without what it answers with. */
export type Taking = Pick<Channel, 'receive' | 'busy' | 'open'>;

/** A channel at its door: opened without its platform's SDK being anywhere near. */
export interface Door extends Pick<ChannelModule, 'name' | 'routes' | 'settings' | 'severalBots'> {
  /** For a channel that can open forms: the form of what was said. */
  readonly form?: (inbound: Inbound) => Form | null;
  /** As `configure` of the channel. */
  open(env: Env, tools: ChannelTools): Taking | { readonly off: string };
}
