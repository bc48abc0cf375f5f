import type { Clock } from '../clock.ts';
import type { Command, CommandId, Raw } from '../command/command.ts';
import type { PersonId } from '../people/person.ts';
import { collection, type Store, VersionConflict } from '../store/store.ts';

/** How long a question stays open, ms. */
export const questionLifeMs = 30 * 60_000;
/** How long an answered one is remembered, ms: so long may a second run of its answer come after the first. */
const answeredLifeMs = 86_400_000;
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
  /** When the waiting command was said: relative times in it count from there. */
  readonly saidAt: number;
  /** It does again what was undone of this command. */
  readonly redoes?: CommandId;
  readonly endsAt: number;
  /** The command that carries the answer; it goes on with what the waiting one began. */
  readonly answeredBy?: CommandId;
  /** ms since 1970. */
  readonly answeredAt?: number;
  /** The answer fitted: its command runs, and asks nothing more before it has ended. */
  readonly settled?: boolean;
}

const dialogs = collection<Dialog>('dialogs', { expiresAt: (dialog) => dialog.endsAt });

/** The open questions, by person and conversation. */
export function dialogBook({ store, clock }: { store: Store; clock: Clock }) {
  const keyOf = (person: PersonId, { place }: Command) => `${person}|${place.channel}/${place.bot}/${place.conversation}`;
  return {
    /** Asks: the question before, if any, is no longer open. */
    async open(person: PersonId, command: Command, dialog: Dialog): Promise<void> {
      await store.put(dialogs, keyOf(person, command), dialog);
    },
    /** The last question that another command asked here, answered or not. */
    async find(person: PersonId, command: Command): Promise<Dialog | null> {
      const found = await store.get(dialogs, keyOf(person, command));
      return found && found.value.command !== command.id ? found.value : null;
    },
    /** Marks it answered by this command, once and for all of its runs. Answers false when another was faster. */
    claim: (person: PersonId, command: Command) =>
      change(person, command, (dialog) => {
        if (dialog.answeredBy === undefined)
          return { ...dialog, answeredBy: command.id, answeredAt: clock.now(), endsAt: clock.now() + answeredLifeMs };
        return dialog.answeredBy === command.id ? 'as it is' : null;
      }),
    /** Marks its answer as one that fitted. Answers false when another question was asked meanwhile. */
    settle: (person: PersonId, command: Command) =>
      change(person, command, (dialog) => {
        if (dialog.answeredBy !== command.id) return null;
        return dialog.settled ? 'as it is' : { ...dialog, settled: true };
      }),
  };

  async function change(person: PersonId, command: Command, to: (dialog: Dialog) => Dialog | 'as it is' | null): Promise<boolean> {
    const key = keyOf(person, command);
    const found = await store.get(dialogs, key);
    const after = found && to(found.value);
    if (!after) return false;
    if (after === 'as it is') return true;
    try {
      await store.put(dialogs, key, after, { expect: found.version });
      return true;
    } catch (cause) {
      if (cause instanceof VersionConflict) return false;
      throw cause;
    }
  }
}

export type DialogBook = ReturnType<typeof dialogBook>;
