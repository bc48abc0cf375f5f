import type { Channel } from '../../shared/channel/channel.ts';

/** Where Slack's settings of the app are to lead: with a bot token alone they can't be changed from here. */
export function publisher(url: string): NonNullable<Channel['publish']> {
  return async () => [
    { state: 'left', what: `Event Subscriptions, request URL: ${url}/slack/events` },
    { state: 'left', what: `Interactivity, request URL: ${url}/slack/interactions` },
    { state: 'left', what: `Each slash command, /bellhop at least: ${url}/slack/commands` },
  ];
}
