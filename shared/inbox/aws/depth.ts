import { deadIndex, workIndex } from '../../aws/table.ts';
import { type Priority, priorities } from '../../command/command.ts';
import type { Depth } from '../inbox.ts';
import type { Commands } from './commands.ts';
import { type Asked, pages } from './entries.ts';
import type { CommandItem } from './item.ts';
import { queuesOf, queuesToRun } from './messages.ts';
import type { AwsInboxParts, AwsSettled } from './options.ts';
import { deadLetters, openWork } from './places.ts';
import { queueCounts } from './queue-counts.ts';

/** Open commands that are looked at, a partition of the index. With more, the queues are asked how many wait. */
const openMax = 250;
/** Dead letters of a partition that are counted at most. */
const deadMax = 2_500;

/** Counts what is open, one by one while it is up to 1,000; beyond, about, as the queues say, with the oldest by what was seen of it. */
export function depthOf({ table, sqs, queues }: AwsInboxParts, commands: Commands, { clock, keepMs }: AwsSettled): () => Promise<Depth> {
  const first = async (asked: Asked) => (await pages(table, asked).next()).value ?? [];

  return async () => {
    const [found, dead] = await Promise.all([
      Promise.all(openWork.all.map((partition) => first({ index: workIndex, partition, most: openMax }))),
      Promise.all(deadLetters.all.map(countDead)),
    ]);
    const items = await commands.readAll(found.flat().map(({ key }) => key));
    const isAll = found.every((page) => page.length < openMax);
    const [run, sent, ...lines] = isAll
      ? []
      : await Promise.all([queuesToRun(queues), queuesOf(queues.deliver), ...priorities.map(waitingLines)].map(ask));
    const waiting = (priority: Priority) => {
      const some = items.filter((item) => item.state === 'accepted' && item.priority === priority);
      const since = some.map(sinceOf);
      return {
        count: Math.max(some.length, lines[priorities.indexOf(priority)]?.visible ?? 0),
        oldestAt: since.length === 0 ? null : Math.min(...since),
      };
    };
    return {
      waiting: { alert: waiting('alert'), interactive: waiting('interactive'), report: waiting('report') },
      running: Math.max(items.filter(({ state }) => state === 'running').length, run?.underWay ?? 0),
      undelivered: Math.max(items.filter(({ sendDue }) => sendDue !== null).length, sent ? sent.visible + sent.underWay : 0),
      dead: dead.reduce((sum, count) => sum + count, 0),
    };
  };

  function waitingLines(priority: Priority): string[] {
    return Object.values(queues.run).map((line) => line[priority]);
  }

  function ask(some: readonly string[]) {
    return queueCounts(sqs, some);
  }

  /** Those whose retention has ended may be there for days. */
  async function countDead(partition: string): Promise<number> {
    const range = { from: clock.now() - keepMs, until: clock.now() };
    let count = 0;
    for await (const page of pages(table, { index: deadIndex, partition, ...range, most: 1_000 })) {
      count += page.length;
      if (count >= deadMax) break;
    }
    return count;
  }
}

/** Since when it could be handed out. */
const sinceOf = ({ runDue, acceptedAt }: CommandItem) => runDue || acceptedAt;
