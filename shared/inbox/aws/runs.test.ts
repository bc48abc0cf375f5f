import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faulty, Late } from '../../../test/aws/faults.ts';
import { answer, newCommand, recordOf } from '../subject.contract.ts';
import { coreOf } from './core.ts';
import { awsDefaults } from './options.ts';
import { openAws, startWorld, type World } from './subject.contract.ts';
import { takings } from './taking.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const isTake = (command: object) => command instanceof UpdateItemCommand && command.input.UpdateExpression === takings.run.UpdateExpression;

it('a run that was let go keeps nothing: an outcome that was on its way then is nobody’s, and who takes it next knows that it may have run', async () => {
  const subject = await openAws(world);
  const command = newCommand(subject.clock);
  await subject.inbox.accept(command);
  const late = new Late();
  let held = () => {};
  let isSlow = false;
  const { parts, options } = subject.process((_, call) => {
    if (!isSlow) return call();
    isSlow = false;
    held();
    return new Promise((done, fail) => late.add(() => call().then(done, fail)));
  });
  const { runs } = coreOf(parts, awsDefaults(options));
  const taken = await runs.take(command.id);
  if (!taken) expect.fail('it was not taken');
  const onItsWay = new Promise<void>((resolve) => (held = resolve));
  isSlow = true;
  const finishing = runs.finish(taken, answer('up'), false);
  await onItsWay;
  await runs.release(taken);
  await late.settle();
  expect(await finishing).toBe(false);
  expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'running', replies: [] });
  expect(await runs.take(command.id)).toMatchObject({ diedInside: true, record: { attempt: 2 } });
  await subject.close();
});

it('a take that is carried out after it was given up, twice, is nobody’s: who takes it when that lease ends is told that it may have run', async () => {
  const subject = await openAws(world);
  const command = newCommand(subject.clock);
  await subject.inbox.accept(command);
  const late = new Late();
  let takes = 0;
  const { parts, options } = subject.process((given, call) =>
    isTake(given) && takes++ < 2 ? faulty('late', call, { die: () => {}, later: late.add }) : call(),
  );
  const settled = awsDefaults(options);
  const { runs } = coreOf(parts, settled);
  await expect(runs.take(command.id)).rejects.toThrow();
  await late.settle();
  expect(await runs.take(command.id)).toBeNull();
  await subject.clock.advance(settled.leaseMs);
  expect(await runs.take(command.id)).toMatchObject({ diedInside: true, record: { attempt: 2 } });
  await subject.close();
});
