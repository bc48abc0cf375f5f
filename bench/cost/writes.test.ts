import { type AttributeValue, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Item, tableIndexes, tableKey } from '../../shared/aws/table.ts';
import { deploy } from '../../shared/inbox/aws/functions.contract.ts';
import { type AwsSubject, openAws, startWorld, type World } from '../../shared/inbox/aws/subject.contract.ts';
import { answer, newCommand } from '../../shared/inbox/subject.contract.ts';
import type { Meddle } from '../../test/aws/process.ts';
import { items } from './uses.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

it('a command writes as much as it is taken to cost: what the table does for it, and its indexes', async () => {
  const subject = await openAws(world);
  const counted = counting(subject);
  const command = newCommand(subject.clock, { raw: { text: 'check example.com' } });
  await subject.process(counted.meddle).inbox.accept(command);
  expect(counted.taken()).toBe(items.acceptWrites);
  let run = 0;
  const { pump } = deploy(
    subject,
    {
      run: () => answer('example.com is up: 200 in 120 ms, its certificate ends in 80 days.'),
      deliver() {
        run = counted.taken();
        return { state: 'sent' };
      },
    },
    counted.meddle,
  );
  await pump();
  // Its delivery had been taken when `deliver` was called.
  expect([run - 1, counted.taken() + 1]).toEqual([items.runWrites, items.deliverWrites]);
  await subject.close();
});

/** Counts write units: the stand-in leaves those of indexes out. */
function counting({ parts: { table } }: AwsSubject) {
  let units = 0;
  const read = async (id: string) =>
    (await table.client.send(new GetItemCommand({ TableName: table.name, Key: { [tableKey]: { S: id } } }))).Item ?? {};
  const meddle: Meddle = async (command, call) => {
    const id = keyOf(command);
    if (id === undefined) return call();
    const before = await read(id);
    const done = await call();
    units += unitsOf(before, await read(id));
    return done;
  };
  return {
    meddle,
    /** Those since it was asked last. */
    taken() {
      const some = units;
      units = 0;
      return some;
    },
  };
}

/** The key of what a command writes. */
function keyOf(command: object): string | undefined {
  const { input = {} } = command as { readonly input?: { readonly Item?: Item; readonly Key?: Item } }; // A command of the SDK has its input.
  const isWrite = /^(Put|Update|Delete)Item/.test(command.constructor.name);
  return isWrite ? (input.Item ?? input.Key)?.[tableKey]?.S : undefined;
}

/** DynamoDB: a unit for each KB begun of the larger of both; in an index one for an entry that comes, goes or changes what it shows, two for one that moves. */
function unitsOf(before: Item, after: Item): number {
  const kb = Math.ceil(Math.max(1, sizeOf(before), sizeOf(after)) / 1_024);
  const inIndexes = tableIndexes.map(({ partition, sort, projection }) => {
    const place = (item: Item) => (item[partition] && item[sort] ? JSON.stringify([item[partition], item[sort]]) : '');
    const [was, is] = [place(before), place(after)];
    const each = projection === 'ALL' ? kb : 1;
    if (was === is) return was !== '' && projection === 'ALL' ? each : 0;
    return (was === '' ? 0 : each) + (is === '' ? 0 : each);
  });
  return inIndexes.reduce((sum, one) => sum + one, kb);
}

const sizeOf = (item: Item) => Object.entries(item).reduce((sum, [name, value]) => sum + name.length + bytesOf(value), 0);
const bytesOf = ({ S, N, BOOL, NULL, ...rest }: AttributeValue) =>
  Buffer.byteLength(S ?? N ?? (BOOL === undefined && NULL === undefined ? JSON.stringify(rest) : '1'));
