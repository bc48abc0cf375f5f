import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { tableKey } from '../../shared/aws/table.ts';
import { keyOfWrite, unitsOf } from '../cost/units.ts';
import { openSmallStage, type SmallStage } from './emulated.ts';
import { type Profile, type Step, type StepName, steps } from './profile.ts';

interface Counts {
  writes: number;
  entries: Record<string, number>;
  reads: number;
  calls: number;
  sends: number;
}

const none = (): Counts => ({ writes: 0, entries: {}, reads: 0, calls: 0, sends: 0 });

/** Counts what the steps of a command ask, over the stand-ins, one command after the other; of people who have spoken before. */
export async function measureProfile(commands: number): Promise<Profile> {
  let counts = none();
  let stage: SmallStage | undefined;
  const around = async (asked: object, call: () => Promise<unknown>) => {
    const { dynamodb, tableName } = stage ?? {};
    const name = asked.constructor.name;
    if (name === 'SendMessageCommand') counts.sends++;
    if (/Item|Query/.test(name)) counts.calls++;
    if (/Get|Query/.test(name)) counts.reads++;
    const key = keyOfWrite(asked);
    if (key === undefined || !dynamodb) return call();
    const read = async () => (await dynamodb.client.send(new GetItemCommand({ TableName: tableName, Key: { [tableKey]: { S: key } } }))).Item ?? {};
    const before = await read();
    const done = await call();
    const { item, entries } = unitsOf(before, await read());
    counts.writes += item;
    for (const { partition, units } of entries) {
      const kind = partition.slice(0, partition.indexOf('#'));
      counts.entries[kind] = (counts.entries[kind] ?? 0) + units;
    }
    return done;
  };
  stage = await openSmallStage({ around });
  try {
    await through(stage, 'first');
    const sums: Record<StepName, Counts> = { accept: none(), run: none(), deliver: none() };
    for (let i = 0; i < commands; i++) {
      await through(stage, `c${i}`, (step) => {
        add(sums[step], counts);
        counts = none();
      });
    }
    return Object.fromEntries(steps.map((step) => [step, mean(sums[step], commands)])) as Record<StepName, Step>;
  } finally {
    await stage.close();
  }

  async function through(on: SmallStage, key: string, ended: (step: StepName) => void = () => {}): Promise<void> {
    counts = none();
    await on.accept(key, 'ada');
    ended('accept');
    await on.run(await next(on, on.queues.run));
    ended('run');
    await on.deliver(await next(on, on.queues.send));
    ended('deliver');
    counts = none();
  }
}

/** The next message of a queue, taken out of it. */
async function next({ fauxqs }: SmallStage, QueueUrl: string): Promise<string> {
  const { Messages: [message] = [] } = await fauxqs.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
  if (!message) throw new Error('No message came.');
  await fauxqs.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  return message.Body ?? '';
}

function add(sum: Counts, some: Counts): void {
  sum.writes += some.writes;
  sum.reads += some.reads;
  sum.calls += some.calls;
  sum.sends += some.sends;
  for (const [kind, units] of Object.entries(some.entries)) sum.entries[kind] = (sum.entries[kind] ?? 0) + units;
}

function mean({ writes, entries, reads, calls, sends }: Counts, count: number): Step {
  const each = Object.fromEntries(Object.entries(entries).map(([kind, units]) => [kind, units / count]));
  return { writes: writes / count, entries: each, reads: reads / count, calls: calls / count, sends: sends / count };
}
