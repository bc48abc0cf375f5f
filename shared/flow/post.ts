import type { Blobs } from '../blobs/blobs.ts';
import type { Channel, Message } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import { SendFailed } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { type About, postedBook } from './posted.ts';
import { rendered } from './rendered.ts';
import { takenBack } from './say.ts';
import { sentFiles } from './sent-files.ts';

/** One send may take this long, ms. */
const sendTimeoutDefaultMs = 15_000;
/** Besides its send, a claim covers the write that ends it, ms. */
const claimSpareMs = 1_000;

/** Where a message is to stand. */
interface Spot {
  readonly channel: Channel;
  readonly place: Place;
}

/** One message on its way. */
export interface Post extends Spot {
  readonly message: Message;
  /** The same at each try. */
  readonly key: string;
  readonly acceptedAt: number;
  /** What it is about, and as which part of its reply: it replaces the same part of what stands here about the same, where the channel can edit. */
  readonly about?: About & { readonly part: number };
  /** Not worth a message of its own after the first: left out where that one can't be replaced. */
  readonly passing?: boolean;
}

export interface Poster {
  /** Sends one message within its deadline, unless a newer one stands there. Throws SendFailed, Claimed, StorageFailed, and whatever a channel's defect throws. */
  send(post: Post): Promise<void>;
  /** Changes a message that stands, by the name that its channel has for it; best effort: what can't be changed stays as it is. Never rejects. */
  change(post: Post, message: string): Promise<void>;
  /** Whether a former, longer version left messages below the `parts` of this one. */
  isLonger(spot: Spot & { readonly about: About }, parts: number): Promise<boolean>;
  /** Takes the last of those away, or leaves a short mark of it where the channel can't. Throws as `send`. */
  takeBack(spot: Spot & { readonly about: About; readonly acceptedAt: number }, parts: number): Promise<void>;
}

export interface PosterParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Where files of answers are. */
  readonly blobs?: Pick<Blobs, 'get'>;
  readonly sendTimeoutMs?: number;
}

/** Sends rendered messages, and knows which of them stand about what. */
export function poster({ store, clock, blobs, sendTimeoutMs = sendTimeoutDefaultMs }: PosterParts): Poster {
  const files = sentFiles({ store, clock, blobs });
  const posted = postedBook({ store, clock });
  const claimMs = sendTimeoutMs + claimSpareMs;

  return {
    async send({ channel, place, message, key, acceptedAt, about, passing }) {
      const sent = (edit: string | null | undefined) =>
        withDeadline(sendTimeoutMs, typeof edit === 'string', (signal) =>
          channel.send(message, place, { signal, key, acceptedAt, ...files(key, signal), ...(typeof edit === 'string' ? { edit } : {}) }),
        );
      if (!about || !channel.can.edit) return void (await sent(undefined));
      const { part, ...which } = about;
      await posted.change(place, which, claimMs, async (messages) => {
        const former = messages[part];
        if (passing && former === null) return messages;
        const { message: name = former ?? null } = await sent(former);
        return Array.from({ length: Math.max(messages.length, part + 1) }, (_, i) => (i === part ? name : (messages[i] ?? null)));
      });
    },

    async change({ channel, place, message, key, acceptedAt }, edit) {
      await withDeadline(sendTimeoutMs, true, (signal) => channel.send(message, place, { signal, key, acceptedAt, edit, onlyEdit: true })).catch(
        () => {},
      );
    },

    isLonger: ({ channel, place, about }, parts) => (channel.can.edit ? posted.isLonger(place, about, parts) : Promise.resolve(false)),

    takeBack: ({ channel, place, about, acceptedAt }, parts) =>
      posted.change(place, about, claimMs, async (messages) => {
        if (messages.length <= parts) return messages;
        const last = messages.at(-1);
        if (typeof last === 'string') await away(channel, place, last, `${about.by}.${about.reply}.back${messages.length}`, acceptedAt);
        return messages.slice(0, -1);
      }),
  };

  /** What can't be taken away for good (it is gone already, or too old to be changed) stays: nobody can mend that. */
  async function away(channel: Channel, place: Place, message: string, key: string, acceptedAt: number): Promise<void> {
    const [mark] = rendered(channel, takenBack(), { place, locale: 'en', timeZone: 'UTC' });
    try {
      await withDeadline(sendTimeoutMs, true, async (signal) => {
        if (channel.remove) await channel.remove(message, place, { signal });
        else if (mark) await channel.send(mark, place, { signal, key, acceptedAt, edit: message });
      });
    } catch (cause) {
      if (!(cause instanceof SendFailed) || cause.retryable) throw cause;
    }
  }
}

/** Runs what listens to a signal, and gives up on what doesn't: a hanging send ends as maybe sent, but for one that may be repeated freely. */
async function withDeadline<T>(ms: number, repeatable: boolean, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const cause = new SendFailed('timeout', `The platform did not answer within ${ms / 1000} s.`, { retryable: true, maybeSent: !repeatable });
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
