import type { Channel, ChannelModule, Route } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';
import { openDoor } from './door.ts';
import { Feed } from './feed.ts';
import { busy, sayPath, webReceive } from './receive.ts';
import { render } from './render.ts';

/** The simulator page: a channel whose other side is a page of our own. */
export interface WebChannel extends Channel {
  /** What the open pages follow. */
  readonly feed: Feed;
}

const routes: readonly Route[] = [{ method: 'POST', path: sayPath, types: ['application/json'] }];

/** Always on: it needs no account anywhere. */
export const web: ChannelModule = {
  name: 'web',
  settings: [],
  routes,
  configure(env, { clock }) {
    if (!env.BELLHOP_KEY)
      throw new SettingsError('BELLHOP_KEY is missing.', 'It is made in the data folder at start; without it nobody could be told apart.');
    const door = openDoor(env.BELLHOP_KEY, env.HOST ?? '127.0.0.1');
    const feed = new Feed(clock.now().toString(36));
    const on: WebChannel = {
      name: 'web',
      can: {
        buttons: 100,
        tokenBytes: 8_192,
        text: 100_000,
        images: true,
        edit: true,
        private: true,
        tables: true,
        voice: false,
        proactive: true,
      },
      limits: [],
      routes,
      receive: webReceive({ door, clock }),
      render,
      isThere: ({ conversation }) => feed.isFollowed(conversation),
      async send(message, place, { key, edit }) {
        return { message: feed.say(place.conversation, message, key, edit) };
      },
      busy: () => busy,
      feed,
    };
    return { on };
  },
};

/** The feed of a channel that has one. */
export function feedOf(channel: Channel): Feed | undefined {
  return 'feed' in channel && channel.feed instanceof Feed ? channel.feed : undefined;
}
