import type { Channel, Message } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import { SendFailed } from '../errors.ts';
import { collection, type Store } from '../store/store.ts';
import { tokenLifeMs } from './rendered.ts';

/** Which message was last sent about something at a place. */
const sentMessages = collection<{ readonly message: string; readonly endsAt: number }>('sent_messages', { expiresAt: (sent) => sent.endsAt });

/** One send may take this long, ms. */
const sendTimeoutDefaultMs = 15_000;

/** One message on its way. */
export interface Post {
  readonly channel: Channel;
  readonly place: Place;
  readonly message: Message;
  /** The same at each try. */
  readonly key: string;
  readonly acceptedAt: number;
  /** What it is about: it replaces the message that was last sent about the same here, where the channel can edit. */
  readonly about: string | undefined;
}

/** Sends one rendered message within its deadline. Throws SendFailed, and whatever a channel's defect throws. */
export function poster({
  store,
  clock,
  sendTimeoutMs = sendTimeoutDefaultMs,
}: {
  store: Store;
  clock: Clock;
  sendTimeoutMs?: number;
}): (post: Post) => Promise<void> {
  return async ({ channel, place, message, key, acceptedAt, about }) => {
    const aboutKey = about && channel.can.edit ? [place.channel, place.tenant, place.conversation, about].join('/') : null;
    const former = aboutKey ? await store.get(sentMessages, aboutKey) : null;
    const sent = await withDeadline(sendTimeoutMs, (signal) =>
      channel.send(message, place, { signal, key, acceptedAt, ...(former ? { edit: former.value.message } : {}) }),
    );
    if (aboutKey && sent.message) await store.put(sentMessages, aboutKey, { message: sent.message, endsAt: clock.now() + tokenLifeMs });
  };
}

/** Runs what listens to a signal, and gives up on what doesn't: a hanging send ends as maybe sent. */
async function withDeadline<T>(ms: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const cause = new SendFailed('timeout', `The platform did not answer within ${ms / 1000} s.`, { retryable: true, maybeSent: true });
      ended.abort(cause);
      reject(cause);
    }, ms);
  });
  try {
    return await Promise.race([run(ended.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
