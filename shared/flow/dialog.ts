import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import type { Command, CommandId, Raw } from '../command/command.ts';
import type { PersonId } from '../people/person.ts';
import { sortable } from '../store/sortable.ts';
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
  /** Whom it asks, where and since when, ms since 1970. */
  readonly person: PersonId;
  readonly place: Pick<Place, 'channel' | 'bot' | 'conversation'>;
  readonly askedAt: number;
  /** It is asked by a form: the parameters in it, and what its message is about, so that another can take its place. */
  readonly form?: { readonly names: readonly string[]; readonly about: string };
  /** The command that carries the answer; it goes on with what the waiting one began. */
  readonly answeredBy?: CommandId;
  /** ms since 1970. */
  readonly answeredAt?: number;
  /** The answer fitted: its command runs, and asks nothing more before it has ended. */
  readonly settled?: boolean;
  /** What answered it goes on elsewhere: nothing said here has to wait for that. */
  readonly moved?: boolean;
}

/** Kept with a command that waits for an answer. */
export interface Waiting {
  /** What its form's message is about. */
  readonly about?: string;
}

/** What wakes a command that waits for an answer. */
export type Woken =
  /** Another command carries the answer. */
  | { readonly continuedBy: CommandId }
  /** Another question took its place, and says so. */
  | { readonly leftFor: string }
  /** It goes on elsewhere: the title of that channel; null where nobody is to be told. */
  | { readonly movedTo: string | null };

/** `asked`: a person's questions by when they were asked. */
const dialogs = collection<Dialog>('dialogs', {
  indexes: { asked: ({ person, askedAt, settled }) => (settled ? null : { partition: person, sort: sortable(askedAt) }) },
  expiresAt: (dialog) => dialog.endsAt,
});

/** Questions of one person that are looked at for one that is open; most have one. */
const lookedAt = 20;

/** The open questions, by person and conversation. */
export function dialogBook({ store, clock }: { store: Store; clock: Clock }) {
  const keyOf = (person: PersonId, { place }: Pick<Dialog, 'place'>) => `${person}|${place.channel}/${place.bot}/${place.conversation}`;
  return {
    /** Asks: the question before, if any, is no longer open. */
    async open(command: Command, dialog: Omit<Dialog, 'place'>): Promise<void> {
      const { channel, bot, conversation } = command.place;
      const place = { channel, bot, conversation };
      await store.put(dialogs, keyOf(dialog.person, { place }), { ...dialog, place });
    },
    /** A person's questions that are open, or were answered by this command, wherever they were asked, newest first. Not those that it asks itself. May miss what was asked in the last seconds. */
    async list(person: PersonId, command: Command): Promise<readonly Dialog[]> {
      const page = await store.query(dialogs, { index: 'asked', partition: person, descending: true, limit: lookedAt });
      return page.items.flatMap(({ value }) => (isOpenFor(value, command) && value.command !== command.id ? [value] : []));
    },
    /** The last question that another command asked here, answered or not. */
    async find(person: PersonId, command: Command): Promise<Dialog | null> {
      const found = await store.get(dialogs, keyOf(person, command));
      return found && found.value.command !== command.id ? found.value : null;
    },
    /** Marks it answered by this command, once and for all of its runs. Answers false when another was faster. */
    claim: (person: PersonId, command: Command) => change(keyOf(person, command), (dialog) => claimed(dialog, command)),
    /** The same for a question that was asked anywhere, which its command goes on with here. Answers false when another question stands there by now. */
    claimFrom: (asked: Dialog, command: Command) =>
      change(keyOf(asked.person, asked), (dialog) => {
        const mine = dialog.command === asked.command ? claimed(dialog, command) : null;
        return mine && mine !== 'as it is' ? { ...mine, moved: true } : mine;
      }),
    /** Marks its answer as one that fitted. Answers false when another question was asked meanwhile. */
    settle: (person: PersonId, command: Command) =>
      change(keyOf(person, command), (dialog) => {
        if (dialog.answeredBy !== command.id) return null;
        return dialog.settled ? 'as it is' : { ...dialog, settled: true };
      }),
  };

  function claimed(dialog: Dialog, { id }: Command): Dialog | 'as it is' | null {
    if (dialog.answeredBy !== undefined) return dialog.answeredBy === id ? 'as it is' : null;
    return { ...dialog, answeredBy: id, answeredAt: clock.now(), endsAt: clock.now() + answeredLifeMs };
  }

  async function change(key: string, to: (dialog: Dialog) => Dialog | 'as it is' | null): Promise<boolean> {
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

/** Nothing has answered it, or this command has. */
export const isOpenFor = ({ answeredBy }: Dialog, { id }: Pick<Command, 'id'>): boolean => answeredBy === undefined || answeredBy === id;
