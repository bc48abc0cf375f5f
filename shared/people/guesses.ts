import type { Clock } from '../clock.ts';
import { Refusal } from '../errors.ts';
import { collection, type Store, VersionConflict } from '../store/store.ts';

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
      for (;;) {
        const found = await store.get(guesses, who);
        const count = (found?.value.count ?? 0) + 1;
        if (count > guessesMax)
          throw new Refusal('guesses_locked', 'There were too many wrong codes from you, so I take none for an hour.', {
            hint: 'Nothing was changed. Try again later, with a new code.',
          });
        try {
          await store.put(guesses, who, { count, endsAt: clock.now() + lockedMs }, { expect: found?.version ?? 0 });
          return guessesMax - count;
        } catch (cause) {
          if (!(cause instanceof VersionConflict)) throw cause;
        }
      }
    },
    /** It was right: those before it are forgotten. */
    async right(who: string): Promise<void> {
      await store.delete(guesses, who);
    },
  };
}

export type GuessBook = ReturnType<typeof guessBook>;
