import { hash } from 'node:crypto';
import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import type { CommandId } from '../command/command.ts';
import { collection, type Store, VersionConflict } from '../store/store.ts';
import { tokenLifeMs } from './rendered.ts';

/** A reply about something: whose it is, and when it was answered. */
export interface About {
  /** `incident:42`. */
  readonly what: string;
  readonly by: CommandId;
  /** Which of the command's replies; -1: progress, before any. */
  readonly reply: number;
  /** ms since 1970: of two replies about the same, the one answered later stands in the end. */
  readonly answeredAt: number;
  /** Of progress: its words, for who asks what runs. */
  readonly says?: string;
}

/** What stands at a place about something. */
interface Posted extends Omit<About, 'what'> {
  readonly messages: Parts;
  /** Someone is changing it, until then at most, ms since 1970. */
  readonly claimedUntil?: number;
  readonly endsAt: number;
}

/** Tries to keep which message stands now. */
const keepTries = 5;

const sentMessages = collection<Posted>('sent_messages', { expiresAt: (posted) => posted.endsAt });

/** Another message about the same is on its way to the same place: ask again in a moment. */
export class Claimed extends Error {}

/** The messages that show something, part by part; null where the platform named none. */
export type Parts = readonly (string | null)[];

/**
 * The messages that were sent about something, by place and subject. Who changes them claims them first, so that two commands never change them at once, in one
 * process or in several; and what was answered earlier never takes the place of what was answered later.
 */
export function postedBook({ store, clock }: { store: Store; clock: Clock }) {
  const find = (place: Place, { what }: About) => store.get(sentMessages, keyOf(place, what));

  return {
    /**
     * Changes what stands there: `change` gets the messages, and answers those that stand after it. Not called when something newer stands there. Throws Claimed when
     * another is changing it (for `forMs` at most), StorageFailed, and what `change` throws.
     */
    async change(place: Place, about: About, forMs: number, change: (messages: Parts) => Promise<Parts>): Promise<void> {
      const now = clock.now();
      const found = await find(place, about);
      const stands = found?.value;
      if (stands && isNewer(stands, about, now)) return;
      if ((stands?.claimedUntil ?? 0) > now) throw new Claimed();
      const { what: _, ...ours } = about;
      const key = keyOf(place, about.what);
      const before = { ...ours, messages: stands?.messages ?? [], endsAt: now + tokenLifeMs };
      const version = await store.put(sentMessages, key, { ...before, claimedUntil: now + forMs }, { expect: found?.version ?? 0 }).catch((cause) => {
        throw cause instanceof VersionConflict ? new Claimed() : cause;
      });
      const release = (messages: Parts) => store.put(sentMessages, key, { ...before, messages }, { expect: version });
      let after: Parts;
      try {
        after = await change(before.messages);
      } catch (cause) {
        // A claim that can't be given back ends by itself.
        await release(before.messages).catch(() => {});
        throw cause;
      }
      await kept(() => release(after));
    },

    /** What the progress says that stands there; undefined where none does. */
    async saysAt(place: Place, what: string): Promise<string | undefined> {
      return (await store.get(sentMessages, keyOf(place, what)))?.value.says;
    },

    /** Whether more messages stand there than this reply has parts, and it is the one that stands there. */
    async isLonger(place: Place, about: About, parts: number): Promise<boolean> {
      const stands = (await find(place, about))?.value;
      return stands !== undefined && stands.by === about.by && stands.reply === about.reply && stands.messages.length > parts;
    },
  };
}

/** What went out is not to be forgotten, else it would go out again as another message: tried again at once, and given up when someone else has it by now. */
async function kept(keep: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await keep();
      return;
    } catch (cause) {
      if (cause instanceof VersionConflict) return;
      if (tries === keepTries) throw cause;
    }
  }
}

/** A clock that was ahead for a while must not silence what comes after. */
const isNewer = (stands: Posted, about: About, now: number) =>
  stands.by !== about.by && stands.answeredAt > about.answeredAt && stands.answeredAt <= now;

/** A thread is a place of its own. Of one length, whatever a platform's ids and a handler's subjects are. */
const keyOf = ({ channel, bot, tenant, conversation, thread }: Place, what: string) =>
  hash('sha256', JSON.stringify([channel, bot, tenant, conversation, thread ?? null, what]), 'base64url');
