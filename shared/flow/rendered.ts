import type { Channel, Message } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import { shortToken, tokenOf } from '../reply/action.ts';
import type { Reply } from '../reply/reply.ts';
import { collection, type Store } from '../store/store.ts';

/** Tokens too long for their button, under their short form. They end with the message's usefulness. */
export const longTokens = collection<{ readonly token: string; readonly endsAt: number }>('long_tokens', { expiresAt: (kept) => kept.endsAt });

/** Longer tokens are kept in the store, though a channel could carry them: a pressed one becomes a command, which is small. */
const tokenBytesMax = 2_000;

/** A button works this long, ms. */
export const tokenLifeMs = 30 * 86_400_000;

/** What a channel makes of a reply. `seed` tells buttons that count once apart from those of other messages. */
export function rendered(
  channel: Pick<Channel, 'can' | 'render'>,
  reply: Reply,
  context: { readonly place: Place; readonly locale: string; readonly timeZone: string; readonly seed?: string },
): Message[] {
  const { seed = '', ...rest } = context;
  const shown: Reply = rest.place.aside ? { ...reply, visibility: 'private' } : reply;
  return channel.render(shown, { ...rest, token: (index) => buttonToken(channel, reply, seed, index).token });
}

/** Keeps the buttons' tokens that are too long to travel, before the message goes out. Throws StorageFailed. */
export async function keepLongTokens(
  channel: Pick<Channel, 'can'>,
  reply: Reply,
  seed: string,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<void> {
  for (let index = 0; index < (reply.actions?.length ?? 0); index++) {
    const { token, long } = buttonToken(channel, reply, seed, index);
    if (long !== undefined) await store.put(longTokens, token, { token: long, endsAt: clock.now() + tokenLifeMs });
  }
}

/** What a button carries; `long`: what the store keeps under that. `index`: the how many-th action of the reply. */
export function buttonToken(channel: Pick<Channel, 'can'>, reply: Reply, seed: string, index: number): { token: string; long?: string } {
  const action = reply.actions?.[index];
  if (!action) throw new RangeError(`There is no action ${index} in this reply.`);
  const token = tokenOf(action, `${seed}.${index}`);
  return Buffer.byteLength(token) <= Math.min(channel.can.tokenBytes, tokenBytesMax) ? { token } : { token: shortToken(token), long: token };
}
