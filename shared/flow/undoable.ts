import type { Clock } from '../clock.ts';
import type { Command, CommandId, Raw } from '../command/command.ts';
import { Refusal } from '../errors.ts';
import type { PersonId } from '../people/person.ts';
import { change } from '../store/change.ts';
import { collection, type Store } from '../store/store.ts';

/** How long a command can be undone where its definition names nothing, ms. */
export const undoDefaultMs = 600_000;
/** After its time it is still known for so long, ms: to say that it is too late. */
const knownMs = 86_400_000;
/** Commands of one person in one conversation that are remembered. */
const rememberedMax = 10;
/** Conversations of one person that are told of. */
const conversationsMax = 100;
/** Bytes of JSON that a handler may keep for its undo. */
const resultBytesMax = 8_000;
/** Tries to write what others write at the same moment. */
const writeTries = 5;

/** A command that can be taken back. */
export interface Undoable {
  readonly id: CommandId;
  readonly name: string;
  readonly raw: Raw;
  /** Relative times in `raw` count from here, ms since 1970. */
  readonly saidAt: number;
  /** What its handler kept for this. */
  readonly result?: unknown;
  /** When it was last done or undone, ms since 1970. */
  readonly at: number;
  readonly endsAt: number;
  readonly state: 'done' | 'undoing' | 'undone' | 'redone';
  /** The command that undoes, undid or redid it. */
  readonly by?: CommandId;
}

interface Remembered {
  readonly items: readonly Undoable[];
  /** Whose, and in which conversation. */
  readonly person?: PersonId;
  readonly where?: string;
}

/** By person and conversation; newest last. One record, so that "the last" never lags. `of`: all of a person. */
const undoables = collection<Remembered>('undoables', {
  indexes: { of: ({ person, where }) => (person === undefined || !where ? null : { partition: person, sort: where }) },
  expiresAt: ({ items }) => Math.max(0, ...items.map(({ endsAt }) => endsAt)) + knownMs,
});

export function undoBook({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
  const whereOf = ({ place }: Command) => `${place.channel}/${place.bot}/${place.conversation}`;
  const keyOf = (person: PersonId, command: Command) => `${person}|${whereOf(command)}`;

  async function changed(person: PersonId, command: Command, to: (items: readonly Undoable[]) => readonly Undoable[] | null): Promise<boolean> {
    const keep = (before: Remembered | null) => {
      const items = to(before?.items ?? []);
      return items && { items: items.slice(-rememberedMax), person, where: whereOf(command) };
    };
    return (await change(store, undoables, keyOf(person, command), keep, writeTries)).isWritten;
  }

  /** All that is remembered of a person, record by record. May lag. */
  async function allOf(person: PersonId) {
    return (await store.query(undoables, { index: 'of', partition: person, limit: conversationsMax })).items;
  }

  return {
    /** Remembers what a command did. Kept again by another run of the same, it is what the later one says. Throws RangeError when `result` is more than 8,000 bytes of JSON. */
    async keep(person: PersonId, command: Command, did: Pick<Undoable, 'name' | 'raw' | 'saidAt' | 'result'>, forMs = undoDefaultMs): Promise<void> {
      if (Buffer.byteLength(JSON.stringify(did.result ?? null)) > resultBytesMax)
        throw new RangeError(`${did.name} keeps more than ${resultBytesMax} bytes for its undo.`);
      const now = clock.now();
      const item: Undoable = { ...did, id: command.id, at: now, endsAt: now + forMs, state: 'done' };
      await changed(person, command, (items) => [...items.filter(({ id }) => id !== item.id), item]);
    },

    /** What is remembered of a person in the conversation of this command, newest first; those too late to undo among it. */
    async list(person: PersonId, command: Command): Promise<readonly Undoable[]> {
      const items = (await store.get(undoables, keyOf(person, command)))?.value.items ?? [];
      return [...items].reverse().sort((a, b) => b.at - a.at);
    },

    /** What is remembered of a person in all conversations; those too late to undo among it. May lag. */
    async heldOn(person: PersonId): Promise<readonly Undoable[]> {
      return (await allOf(person)).flatMap(({ value }) => value.items);
    },

    /** Forgets all of a person: then none of it can be undone. */
    async forget(person: PersonId): Promise<void> {
      for (const { key } of await allOf(person)) await store.delete(undoables, key);
    },

    /** Moves one on, for `command` alone: answers false when it isn't in the state `from`, or another command has it. A second run of the same command may do so again. */
    mark(person: PersonId, command: Command, { id }: Pick<Undoable, 'id'>, from: Undoable['state'], to: Undoable['state']): Promise<boolean> {
      return changed(person, command, (items) => {
        const one = items.find((item) => item.id === id);
        const again = one?.state === to && one.by === command.id;
        if (!one || !(one.state === from || again) || (from === 'undoing' && one.by !== command.id)) return null;
        return items.map((item) => (item === one ? { ...one, state: to, at: clock.now(), by: command.id } : item));
      });
    },
  };
}

export const underWay = ({ name }: Pick<Undoable, 'name'>): Refusal =>
  new Refusal('undo_under_way', `${name} is being undone or done again just now.`, { hint: 'Ask again in a moment.' });

export type UndoBook = ReturnType<typeof undoBook>;
