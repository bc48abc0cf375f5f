import type { Channel } from '../channel/channel.ts';
import type { Clock } from '../clock.ts';
import type { Command } from '../command/command.ts';
import type { Limits } from '../limits/limits.ts';
import type { Reply } from '../reply/reply.ts';
import { plain, shorten } from '../reply/text.ts';
import type { Store } from '../store/store.ts';
import { bucketsOf } from './deliver.ts';
import { poster } from './post.ts';
import { rendered } from './rendered.ts';

/** Characters of it that are kept for who asks what runs. */
const saysMax = 200;

/**
 * Shows what a running command says before its answer, in one message that each word replaces. Best effort: left out where the channel can't edit, is at
 * its limit or fails; the answer itself never depends on it.
 */
export function progress(parts: { channels: ReadonlyMap<string, Channel>; store: Store; limits: Limits; clock: Clock }) {
  const post = poster(parts);
  return async (command: Command, reply: Reply): Promise<void> => {
    const { place } = command;
    const channel = parts.channels.get(place.channel);
    if (!channel?.can.edit) return;
    const now = parts.clock.now();
    if ((await parts.limits.take(bucketsOf(channel, place), now)) > now) return;
    const [message] = rendered(channel, { ...reply, actions: [] }, { place, locale: command.locale ?? 'en', timeZone: command.timeZone ?? 'UTC' });
    if (!message) return;
    const says = shorten(plain(reply.text), saysMax);
    const about = { what: reply.about ?? progressOf(command), by: command.id, reply: -1, answeredAt: now, says, part: 0 };
    await post.send({ channel, place, message, key: `${command.id}.progress`, acceptedAt: command.acceptedAt, about, passing: true }).catch(() => {});
  };
}

/** What a command's progress is about, where its replies name nothing: its answer then takes the place of the progress. */
export const progressOf = ({ id }: Command) => `command:${id}`;
