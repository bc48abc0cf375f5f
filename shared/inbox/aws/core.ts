import { backlogOf } from './accept.ts';
import type { Backlog } from './backlog.ts';
import { type Change, Commands } from './commands.ts';
import { Deliveries } from './deliveries.ts';
import type { AwsInboxParts, AwsSettled } from './options.ts';
import { Runs } from './runs.ts';
import { telling } from './telling.ts';

/** What both faces of the inbox on AWS stand on: the one that polls, and the one that is called. */
export interface Core {
  readonly commands: Commands;
  readonly runs: Runs;
  readonly deliveries: Deliveries;
  readonly backlog: Backlog;
  readonly tell: (change: Change) => Promise<void>;
}

/** `note` hears when a changed command is to be looked at next, ms since 1970. */
export function coreOf(parts: AwsInboxParts, settled: AwsSettled, note: (lookAt: number | null) => void = () => {}): Core {
  const commands = new Commands(parts.table, { ...settled, parts: parts.parts });
  const tellQueues = telling(parts, settled);
  const tell = (change: Change) => {
    note(change.after?.lookAt ?? null);
    return tellQueues(change);
  };
  const backlog = backlogOf(parts, settled);
  const runs = new Runs({ commands, settled, tell, taken: () => backlog.taken() });
  return { commands, runs, deliveries: new Deliveries(commands, settled, tell), backlog, tell };
}
