import type { AnyCommand } from '../command/define.ts';
import type { Inbox } from '../inbox/inbox.ts';

/** Commands of the newest that are counted. */
const countedMax = 1_000;
/** What reaches everything: it stands first, so no list is too short for it. */
const umbrella = 'help';

/** How often each command was done lately. */
export type Uses = ReadonlyMap<string, number>;

/** Counted when somebody asks, from the records that are kept: accepting a command pays nothing for it. May lag. */
export async function usesIn(inbox: Pick<Inbox, 'list'>): Promise<Uses> {
  const uses = new Map<string, number>();
  for (const { command } of await inbox.list({ ended: 'anywhere' }, countedMax)) uses.set(command.name, (uses.get(command.name) ?? 0) + 1);
  return uses;
}

/** The commands that lists show: what reaches everything, then by use, then as they were defined. */
export function ranked(commands: readonly AnyCommand[], uses: Uses): readonly AnyCommand[] {
  const rank = ({ name }: AnyCommand) => (name === umbrella ? Number.POSITIVE_INFINITY : (uses.get(name) ?? 0));
  return commands.filter(({ hidden }) => !hidden).sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
}
