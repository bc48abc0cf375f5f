import type { CommandId } from '../../command/command.ts';
import type { CommandRecord } from '../inbox.ts';
import { recordOf } from '../row.ts';
import { type Change, Commands } from './commands.ts';
import type { CommandItem } from './item.ts';
import { type AwsInboxOptions, type AwsInboxParts, awsDefaults } from './options.ts';
import { telling } from './telling.ts';

/** A command that was accepted with its lease taken, as one function hands it to another. */
export interface Ticket {
  readonly id: CommandId;
}

/** What a voice's way in does with a command that it accepted with its lease taken, and has run elsewhere. */
export interface SpokenFunctions {
  /** Nobody could be had to run it: it waits in its queue, and is told later. Answers false when somebody runs it. */
  queueLeased(ticket: Ticket): Promise<boolean>;
  /** Voice waits no longer: what the run answers from now on is delivered. Answers the record when it has answered already: that is to be said, and is not delivered. */
  answerLater(ticket: Ticket): Promise<CommandRecord | null>;
}

/** These alone, with nothing that runs or delivers: a way in is to be small. */
export function awsSpokenFunctions(parts: AwsInboxParts, options: AwsInboxOptions): SpokenFunctions {
  const settled = awsDefaults(options);
  return spokenFunctions(new Commands(parts.table, { ...settled, parts: parts.parts }), telling(parts, settled));
}

export function spokenFunctions(commands: Commands, tell: (change: Change) => Promise<void>): SpokenFunctions {
  return {
    async queueLeased({ id }) {
      const change = await commands.change(id, (item) =>
        item.state === 'running' && item.lease === 1 ? { ...item, state: 'accepted', attempt: 0, lease: 2, runDue: 0, isForLater: true } : null,
      );
      if (change) await tell(change);
      return change?.after != null;
    },

    async answerLater({ id }) {
      const change = await commands.change(id, (item) => (isBegun(item) && !item.isForLater ? { ...item, isForLater: true } : null));
      if (!change || change.after || change.before.isForLater || change.before.delivery === 'pending') return null;
      return recordOf(change.before);
    },
  };
}

const isBegun = ({ state }: CommandItem) => state === 'accepted' || state === 'running';
