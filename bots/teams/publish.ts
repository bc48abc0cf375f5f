import type { Channel } from '../../shared/channel/channel.ts';

/** Where the Azure Bot is to lead: its own credentials can't change it. */
export function publisher(address: string): NonNullable<Channel['publish']> {
  return async () => [{ state: 'left', what: `Azure Bot, Configuration, messaging endpoint: ${address}` }];
}
