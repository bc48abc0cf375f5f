import type { Command } from '../../shared/command/command.ts';
import type { Context } from '../../shared/command/context.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import type { CommandRecord, Inbox, State } from '../../shared/inbox/inbox.ts';

declare module '../../shared/command/context.ts' {
  interface Services {
    /** What runs here. */
    installation: Pick<SkillDeps, 'status'>;
    /** The inbox, as far as one's own commands go. */
    ownCommands: Pick<Inbox, 'list' | 'cancel'> & {
      /** The last progress that one of them showed. */
      progress(command: Command): Promise<string | undefined>;
    };
  }
}

/** Commands of one person that are looked at. */
const ownMax = 50;
const open: ReadonlySet<State> = new Set(['accepted', 'running', 'waiting']);

/** The person's own commands that have not ended, newest first, without the one that asks. May lag. */
export async function ownOpen({ ownCommands, command: { id, place, from } }: Context): Promise<readonly CommandRecord[]> {
  const records = await ownCommands.list({ openOf: { channel: place.channel, tenant: place.tenant, user: from.user } }, ownMax);
  return records.filter(({ command, state }) => command.id !== id && open.has(state)).sort((a, b) => b.command.acceptedAt - a.command.acceptedAt);
}

/** As many characters of a command's id as tell it from the others in a list, and can be typed. */
export const shortId = (id: string) => id.slice(0, 8);

/** What a command was asked as: the words, or its name. */
export const wordsOf = ({ command }: CommandRecord) => command.raw.text ?? command.name;
