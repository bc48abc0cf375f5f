import { wants } from './filter.ts';
import { type ConsumeOptions, type Message, type Subscription, triedMs } from './topics.ts';

/** What becomes of a message after it was handed out: it has been heard, or it is handed out again. */
export type Settled = 'done' | 'again';

/** A message, and when it was published, ms since 1970. */
export interface Published {
  readonly message: Message;
  readonly at: number;
}

/** Hands a message to a subscriber's handler, or to `dead` when its time is over; never throws. A filter that changed since it was kept for the subscriber holds here. */
export async function settle(
  { message, at }: Published,
  { filter }: Subscription,
  handler: (message: Message) => Promise<void>,
  { dead }: Pick<ConsumeOptions, 'dead'>,
  now: () => number,
): Promise<Settled> {
  if (!wants(filter, message.attributes)) return 'done';
  try {
    await handler(message);
    return 'done';
  } catch (cause) {
    if (now() - at < triedMs) return 'again';
    return dead(message, cause).then(
      () => 'done',
      // Whoever hears of the dead could not take it: told again.
      () => 'again',
    );
  }
}
