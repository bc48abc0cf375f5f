import type { Command, CommandId, Raw } from '../command/command.ts';
import type { PersonId } from '../people/person.ts';
import { collection, type Store, VersionConflict } from '../store/store.ts';

/** How long a question stays open, ms. */
export const questionLifeMs = 30 * 60_000;
/** Answers that fit no kind before the question is given up. */
export const triesMax = 3;

/** An open question: one per person and conversation. */
export interface Dialog {
  /** The command that waits. */
  readonly command: CommandId;
  readonly name: string;
  /** What was given so far. */
  readonly raw: Raw;
  /** The parameter asked for. */
  readonly param: string;
  readonly tries: number;
  /** When the waiting command was said: relative times count from there. */
  readonly saidAt: number;
  readonly endsAt: number;
  /** The command that carries the answer; it goes on with what the waiting one began. */
  readonly answeredBy?: CommandId;
}

const dialogs = collection<Dialog>('dialogs', { expiresAt: (dialog) => dialog.endsAt });

/** The open questions, by person and conversation. */
export function dialogBook(store: Store) {
  const keyOf = (person: PersonId, { place }: Command) => `${person}|${place.channel}/${place.conversation}`;
  return {
    /** Asks: the question before, if any, is no longer open. */
    async open(person: PersonId, command: Command, dialog: Dialog): Promise<void> {
      await store.put(dialogs, keyOf(person, command), dialog);
    },
    /** Whether a question is open here that nothing else has answered. */
    async find(person: PersonId, command: Command): Promise<Dialog | null> {
      const found = await store.get(dialogs, keyOf(person, command));
      if (!found || found.value.command === command.id) return null;
      return found.value.answeredBy === undefined || found.value.answeredBy === command.id ? found.value : null;
    },
    /** Marks it answered by this command, once and for all of its runs. Answers false when another was faster. */
    async claim(person: PersonId, command: Command): Promise<boolean> {
      const key = keyOf(person, command);
      const found = await store.get(dialogs, key);
      if (!found) return false;
      if (found.value.answeredBy !== undefined) return found.value.answeredBy === command.id;
      try {
        await store.put(dialogs, key, { ...found.value, answeredBy: command.id }, { expect: found.version });
        return true;
      } catch (cause) {
        if (cause instanceof VersionConflict) return false;
        throw cause;
      }
    },
  };
}

export type DialogBook = ReturnType<typeof dialogBook>;
