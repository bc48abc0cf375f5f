import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tableKey } from '../../shared/aws/table.ts';
import { deploy } from '../../shared/inbox/aws/functions.contract.ts';
import { type AwsSubject, openAws, startWorld, type World } from '../../shared/inbox/aws/subject.contract.ts';
import { answer, newCommand } from '../../shared/inbox/subject.contract.ts';
import type { Meddle } from '../../test/aws/process.ts';
import { keyOfWrite, sumOfUnits, unitsOf } from './units.ts';
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
    const id = keyOfWrite(command);
    if (id === undefined) return call();
    const before = await read(id);
    const done = await call();
    units += sumOfUnits(unitsOf(before, await read(id)));
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
