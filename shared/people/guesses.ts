import type { Clock } from '../clock.ts';
import { Refusal } from '../errors.ts';
import { change } from '../store/change.ts';
import { collection, type Store } from '../store/store.ts';

/** Wrong codes that one may say before nothing more is heard from them for a while. */
export const guessesMax = 5;
/** How long that is, ms. */
export const lockedMs = 60 * 60_000;

interface Guesses {
  readonly count: number;
  readonly endsAt: number;
}

const guesses = collection<Guesses>('guesses', { expiresAt: ({ endsAt }) => endsAt });

/** Counts what may be guesses at a code or PIN, by who guesses at what. Each is counted before it is looked at, so many at once are no more than one after another. */
export function guessBook({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
  return {
    /** Counts one. Throws Refusal when there were too many. Answers how many are left. */
    async take(who: string): Promise<number> {
      const counted = (before: Guesses | null) => {
        const count = (before?.count ?? 0) + 1;
        if (count > guessesMax)
          throw new Refusal('guesses_locked', 'There were too many wrong codes from you, so I take none for an hour.', {
            hint: 'Nothing was changed. Try again later, with a new code.',
          });
        return { count, endsAt: clock.now() + lockedMs };
      };
      const { value } = await change<Guesses>(store, guesses, who, counted, Number.POSITIVE_INFINITY);
      return guessesMax - (value?.count ?? 0);
    },
    /** It was right: those before it are forgotten. */
    async right(who: string): Promise<void> {
      await store.delete(guesses, who);
    },
  };
}

export type GuessBook = ReturnType<typeof guessBook>;
