import type { Clock } from '../clock.ts';
import type { CommandId } from '../command/command.ts';
import type { PersonId } from '../people/person.ts';
import { sortable } from '../store/sortable.ts';
import { collection, type Store, VersionConflict } from '../store/store.ts';

/** How long something waits for its person, ms; the command's own retention may end it sooner. */
const waitsMs = 30 * 86_400_000;
/** How long it can be told once more, ms. */
const againMs = 86_400_000;

/** Something for a person who can't be reached where they spoke: it waits until they come. */
export interface Kept {
  readonly person: PersonId;
  /** The command whose replies it is. Its record has them once it has ended. */
  readonly command: CommandId;
  /** ms since 1970. */
  readonly keptAt: number;
  /** The command that told it, and when: it is told once, however often that command runs. */
  readonly told?: { readonly by: CommandId; readonly at: number };
}

/** By command. `waiting`: what is still to be told to one person, oldest first; `told`: what was, by when. */
export const keptThings = collection<Kept>('kept_things', {
  indexes: {
    waiting: ({ person, keptAt, told }) => (told ? null : { partition: person, sort: sortable(keptAt) }),
    told: ({ person, told }) => (told ? { partition: person, sort: sortable(told.at) } : null),
  },
  expiresAt: ({ keptAt, told }) => (told ? told.at + againMs : keptAt + waitsMs),
});

export function keptBook(store: Store, clock: Clock) {
  return {
    /** Keeps what a command answers, or will. Kept again, it stays as it is: also when it has been told. */
    async keep(person: PersonId, command: CommandId): Promise<void> {
      if (await store.get(keptThings, command)) return;
      await store.put(keptThings, command, { person, command, keptAt: clock.now() }, { expect: 0 }).catch((cause) => {
        if (!(cause instanceof VersionConflict)) throw cause;
      });
    },
    /** What waits for a person, oldest first, at most `limit`. May miss what was kept in the last seconds. */
    async waiting(person: PersonId, limit: number): Promise<readonly Kept[]> {
      const page = await store.query(keptThings, { index: 'waiting', partition: person, limit });
      return page.items.map(({ value }) => value);
    },
    /** The last that were told, newest first, while they can be told once more. */
    async lastTold(person: PersonId, limit: number): Promise<readonly Kept[]> {
      const page = await store.query(keptThings, { index: 'told', partition: person, descending: true, limit });
      return page.items.map(({ value }) => value);
    },
    /** Marks it as told by a command. Answers false when another command has told it. */
    async tell({ command }: Pick<Kept, 'command'>, by: CommandId): Promise<boolean> {
      const found = await store.get(keptThings, command);
      if (!found) return false;
      if (found.value.told) return found.value.told.by === by;
      try {
        await store.put(keptThings, command, { ...found.value, told: { by, at: clock.now() } }, { expect: found.version });
        return true;
      } catch (cause) {
        if (cause instanceof VersionConflict) return false;
        throw cause;
      }
    },
  };
}

export type KeptBook = ReturnType<typeof keptBook>;

/** ms since 1970 as text that sorts like the number. */
