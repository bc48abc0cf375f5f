import type { Channel } from '../../shared/channel/channel.ts';
import { callbackPath } from './receive.ts';

/** Where Slack's settings of the app are to lead: with a bot token alone they can't be changed from here. */
export function publisher(address: (path: string) => string, isMany: boolean): NonNullable<Channel['publish']> {
  return async () => [
    { state: 'left', what: `Event Subscriptions, request URL: ${address('/slack/events')}` },
    { state: 'left', what: `Interactivity, request URL: ${address('/slack/interactions')}` },
    { state: 'left', what: `Each slash command, /bellhop at least: ${address('/slack/commands')}` },
    ...(isMany ? [{ state: 'left', what: `OAuth & Permissions, redirect URL: ${address(callbackPath)}` } as const] : []),
  ];
}
