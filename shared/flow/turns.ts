import type { Clock } from '../clock.ts';
import type { Command, CommandId } from '../command/command.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Person } from '../people/person.ts';
import { change } from '../store/change.ts';
import { collection, type Store } from '../store/store.ts';

/** Commands that wait for one thing at most; more are refused. */
const lineMax = 20;
/** Whose turn has come has to begin within this, ms; then it is the next one's. */
const beginMs = 30_000;
/** What nobody holds is forgotten after this, ms. */
const lingerMs = 86_400_000;
/** Tries to write what others write at the same moment. */
const writeTries = 20;

/** One thing that only one command may do at a time: who does it, until when at most, and who is next. */
interface Turn {
  readonly by: CommandId;
  readonly who?: string;
  /** ms since 1970. It runs out by itself, so that a process that died holds nobody up for longer. */
  readonly until: number;
  readonly line: readonly CommandId[];
}

/** By the name of the thing, for the whole installation. */
const turns = collection<Turn>('turns', { expiresAt: ({ until }) => until + lingerMs });

/** It is another's turn. */
export interface Held extends Pick<Turn, 'who'> {
  /** How many come before; null: the line is full, or nobody is to wait. */
  readonly before: number | null;
}

/** Who may do what only one may do at a time. In order of asking; as long as a handler may take, and not longer. */
export function turnBook({ store, inbox, clock }: { readonly store: Store; readonly inbox: Pick<Inbox, 'read' | 'wake'>; readonly clock: Clock }) {
  return {
    /** Takes the turn for `forMs`, again for who has it already; null: it is theirs. Else who has it, and with `waits` a place in the line. */
    async take(
      thing: string,
      { id }: Command,
      { name }: Pick<Person, 'name'>,
      { forMs, waits }: { readonly forMs: number; readonly waits: boolean },
    ): Promise<Held | null> {
      const gone = await goneFrom(thing);
      const { value } = await change<Turn>(
        store,
        turns,
        thing,
        (before) => {
          const line = (before?.line ?? []).filter((one) => !gone.has(one));
          const isFree = !before || before.until <= clock.now() || gone.has(before.by);
          if (before?.by === id || (isFree && (line[0] ?? id) === id))
            return { by: id, ...(name === undefined ? {} : { who: name }), until: clock.now() + forMs, line: line.filter((one) => one !== id) };
          if (!before || !waits || line.includes(id) || line.length >= lineMax) return null;
          return { ...before, line: [...line, id] };
        },
        writeTries,
      );
      if (!value || value.by === id) return null;
      const place = value.line.indexOf(id);
      return { ...(value.who === undefined ? {} : { who: value.who }), before: place < 0 ? null : place };
    },

    /** Ends a command's turn, and wakes whose it is then. */
    async release(thing: string, id: CommandId): Promise<void> {
      for (let ended = id; ; ) {
        const { value, isWritten } = await change<Turn>(
          store,
          turns,
          thing,
          (before) => {
            if (before?.by !== ended) return null;
            const [next, ...line] = before.line;
            return next === undefined ? { ...before, until: 0 } : { by: next, until: clock.now() + beginMs, line };
          },
          writeTries,
        );
        if (!isWritten || !value || value.by === ended || (await inbox.wake(value.by, {}))) return;
        // It waits no more, and goes before nobody; or it is about to wait, and looks for itself soon.
        if (!(await hasEnded(value.by))) return;
        ended = value.by;
      }
    },
  };

  /** Those who have it or wait for it, and have ended: cancelled, or died. */
  async function goneFrom(thing: string): Promise<ReadonlySet<CommandId>> {
    const found = await store.get(turns, thing);
    if (!found) return new Set();
    const { by, line, until } = found.value;
    const asked = until <= clock.now() ? [...line] : [by, ...line];
    const ended = await Promise.all(asked.map(hasEnded));
    return new Set(asked.filter((_, n) => ended[n]));
  }

  async function hasEnded(id: CommandId): Promise<boolean> {
    const record = await inbox.read(id);
    return !record || record.endedAt !== undefined;
  }
}

export type TurnBook = ReturnType<typeof turnBook>;
