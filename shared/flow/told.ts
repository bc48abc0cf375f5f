import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import type { CommandId } from '../command/command.ts';
import { tokenOf } from '../reply/action.ts';
import { choiceOf } from '../reply/choice.ts';
import type { Reply } from '../reply/reply.ts';
import { change } from '../store/change.ts';
import { collection, type Store } from '../store/store.ts';

/** So long what was offered can be chosen, and the rest of an answer be asked for, ms. */
const toldLifeMs = 86_400_000;
/** Tries to write what others write at the same moment. */
const writeTries = 5;

interface Offer {
  readonly label: string;
  readonly token: string;
}

/** What was told last in a conversation without buttons: people answer it in words. */
interface Told {
  readonly command: CommandId;
  /** Which of its replies. */
  readonly reply: number;
  readonly at: number;
  /** What was offered last, and when: by this reply, or by one before it. */
  readonly offers: readonly Offer[];
  readonly offeredAt: number;
}

const tolds = collection<Told>('told', { expiresAt: ({ at }) => at + toldLifeMs });

/** A reply of a command, by its number. */
export interface ToldReply {
  readonly command: CommandId;
  readonly reply: number;
}

/** What was told last, of channels with `can.numbered`. All throw StorageFailed. */
export function toldBook({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
  const keyOf = ({ channel, bot, tenant, conversation }: Place) => `${channel}/${bot}/${tenant}/${conversation}`;

  return {
    /** Keeps a reply as the last, before it is sent; sent again it stays as it is. A question, and what offers something, takes back what was offered before. `seed` as of its buttons' tokens. */
    async keep(place: Place, { command, reply: n }: ToldReply, { actions = [], asks = false }: Reply, seed: string): Promise<void> {
      const now = clock.now();
      const keep = (before: Told | null): Told | null => {
        if (before?.command === command && before.reply === n) return null;
        const told = { command, reply: n, at: now };
        if (before && actions.length === 0 && !asks) return { ...before, ...told };
        return { ...told, offers: actions.map((action, i) => ({ label: action.label, token: tokenOf(action, `${seed}.${i}`) })), offeredAt: now };
      };
      await change(store, tolds, keyOf(place), keep, writeTries);
    },

    /** The token of what these words choose among what was offered last; null: nothing. */
    async choose(place: Place, words: string): Promise<string | null> {
      const found = (await store.get(tolds, keyOf(place)))?.value;
      if (!found || found.offeredAt < clock.now() - toldLifeMs) return null;
      const index = choiceOf(
        words,
        found.offers.map(({ label }) => label),
      );
      return index === undefined ? null : (found.offers[index]?.token ?? null);
    },

    /** The reply told last; null: none, or too long ago. */
    async last(place: Place): Promise<ToldReply | null> {
      return (await store.get(tolds, keyOf(place)))?.value ?? null;
    },
  };
}

export type ToldBook = ReturnType<typeof toldBook>;
