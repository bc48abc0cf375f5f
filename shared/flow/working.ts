import type { Channel } from '../channel/channel.ts';
import type { Command } from '../command/command.ts';
import { sayIn } from './say.ts';

/** What is answered sooner needs no sign, ms. */
const quietDefaultMs = 1_000;
/** A sign that comes later than this helps nobody, ms. */
const signTimeoutMs = 5_000;

/** Shows that a command runs, once it has run for a moment, where its channel has a sign for that. Answers what takes the sign away. Best effort: the answer never waits for it. */
export type Working = (command: Command, locale: string) => () => void;

export function working({ channels, quietMs = quietDefaultMs }: { channels: ReadonlyMap<string, Channel>; quietMs?: number }): Working {
  return ({ name, place }, locale) => {
    const channel = channels.get(place.channel);
    if (!channel?.working) return () => {};
    const sign = async (says: string) => channel.working?.(place, says, { signal: AbortSignal.timeout(signTimeoutMs) }).catch(() => {});
    let shown: Promise<void> | undefined;
    const timer = setTimeout(() => {
      shown = sign(sayIn(locale).working(name));
    }, quietMs);
    return () => {
      clearTimeout(timer);
      void shown?.then(() => sign(''));
    };
  };
}
