import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.ts';
import type { Command, CommandId, Raw } from '../command/command.ts';
import { confirmation } from '../command/resolve.ts';
import { collection, type Store } from '../store/store.ts';
import type { Meaning } from './meaning.ts';

/** As long as commands are kept where nothing else is set, ms. */
const keptMs = 30 * 86_400_000;

/** What a command turned out to mean, where that isn't what its record says: an answer to a question, a button that the store keeps, another command in its place. */
export interface Meant {
  readonly name: string;
  readonly raw: Raw;
  /** The command whose question it answered: both are one. */
  readonly continues?: CommandId;
  readonly endsAt: number;
}

/** By command. */
const meantCommands = collection<Meant>('meant_commands', { expiresAt: ({ endsAt }) => endsAt });

/** What commands meant, for who wants to know or do it again. */
export function meantBook({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
  return {
    /** Keeps it when the record doesn't tell. */
    async keep({ id, name, raw: { pressed: _, ...said } }: Command, { name: meant, raw, dialog }: Meaning): Promise<void> {
      if (!dialog && name === meant && isDeepStrictEqual(said, raw)) return;
      const { [confirmation]: _answer, ...args } = raw.args ?? {};
      const continues = dialog ? { continues: dialog.command } : {};
      await store.put(meantCommands, id, { name: meant, raw: raw.args ? { ...raw, args } : raw, ...continues, endsAt: clock.now() + keptMs });
    },

    /** What it meant; null: what its record says. */
    async of(id: CommandId): Promise<Meant | null> {
      return (await store.get(meantCommands, id))?.value ?? null;
    },
  };
}

export type MeantBook = ReturnType<typeof meantBook>;
