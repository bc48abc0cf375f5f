import type { Command } from '../../command/command.ts';
import { InboxFull, StorageFailed } from '../../errors.ts';
import type { CommandRecord, Inbox, Taken } from '../inbox.ts';
import { recordOf } from '../row.ts';
import { Backlog } from './backlog.ts';
import { type CommandItem, itemOf } from './item.ts';
import { messageOf, queueOf, send } from './messages.ts';
import { type AwsInboxOptions, type AwsInboxParts, type AwsSettled, awsDefaults } from './options.ts';
import { filled, live } from './parts.ts';
import { commandKey } from './places.ts';
import { put } from './putting.ts';
import { readItem } from './write.ts';

/** What an ingress needs of the inbox, and no more: nothing runs here. A command accepted with a lease is whoever's that holds it next (`runLeased`): it isn't renewed here. */
export function awsIngress(parts: AwsInboxParts, options: AwsInboxOptions): Pick<Inbox, 'accept' | 'read'> {
  const settled = awsDefaults(options);
  const backlog = backlogOf(parts, settled, looksEvery);
  const taken = (item: CommandItem): Taken => ({ record: recordOf(item), diedInside: false, signal: new AbortController().signal });
  return {
    accept: accepting(parts, settled, { backlog, taken, kept: () => {}, isOver: true }),
    read: reading(parts, settled),
  };
}

/** Commands between two looks at the queues: beside its two calls a command costs a hundredth of a look. So much, each way in at once, is still far below the marks. */
const looksEvery = 100;

export const backlogOf = ({ sqs, queues }: AwsInboxParts, { clock, marks, report }: AwsSettled, every = 0) =>
  new Backlog({ sqs, queues, clock, failed: (cause) => report('How many commands wait could not be read.', cause), every, busy: marks.report / 4 });

/** A message that isn't sent in this time, ms, is left to the sweeper: its command is kept, and its platform waits. */
const sendMs = 1_000;

interface Around {
  readonly backlog: Backlog;
  /** Makes what its caller gets of a command that was put with its lease taken. */
  readonly taken: (item: CommandItem) => Taken;
  /** Hears of each new one. */
  readonly kept: (item: CommandItem) => void;
  /** Nothing goes on once it has answered: what is begun meanwhile is waited for. */
  readonly isOver?: boolean;
}

/**
 * Accepts by two calls: a conditional put, which keeps the command, and a message, which makes it begin at once. From the put on it is kept and answered so: without the
 * message the sweeper finds it in the index of open work, half a minute later.
 */
export function accepting(
  { table, sqs, queues, parts, traceHeader }: AwsInboxParts,
  settled: AwsSettled,
  { backlog, taken, kept, isOver = false }: Around,
): Inbox['accept'] {
  const { clock, leaseMs, marks, report } = settled;
  const read = reading({ table, parts }, settled);

  return async (command, options) => {
    const looked = backlog.refresh();
    if (backlog.count >= marks[command.priority]) {
      const record = await read(command.id);
      if (isOver) await looked;
      if (record) return { known: true, record };
      throw new InboxFull(command.priority);
    }
    const now = clock.now();
    const isLeased = options?.lease ?? false;
    const result = await put(table, command, isLeased ? Math.round(now + leaseMs) : null, now, settled);
    if ('known' in result) {
      if (!result.known) throw new StorageFailed('The command', new Error('It was there and is gone.'));
      return { known: true, record: recordOf(await filled(itemOf(result.known), parts)) };
    }
    const { item } = result;
    kept(item);
    if (isLeased) return { known: false, taken: taken(item) };
    backlog.accepted();
    await tell(command, item);
    if (isOver) await looked;
    return { known: false };
  };

  async function tell(command: Command, item: CommandItem): Promise<void> {
    try {
      await send(sqs, queueOf(queues, 'run', command), messageOf(item, 'run'), { ms: sendMs, trace: traceHeader?.() });
    } catch (cause) {
      report('A command was kept, and its message not sent: the sweeper sends it.', cause);
    }
  }
}

/** Reads one record. */
export function reading({ table, parts }: Pick<AwsInboxParts, 'table' | 'parts'>, { clock }: Pick<AwsSettled, 'clock'>) {
  return async (id: string): Promise<CommandRecord | null> => {
    const item = await live(await readItem(table, commandKey(id)), clock.now(), parts);
    return item && recordOf(item);
  };
}
