import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Meddle } from '../../../test/aws/process.ts';
import { answer, newCommand, recordOf } from '../subject.contract.ts';
import { deploy } from './functions.contract.ts';
import { openAws, startWorld, type World } from './subject.contract.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** Counts calls by the name of their command. */
function counting() {
  let calls: Record<string, number> = {};
  const meddle: Meddle = (command, call) => {
    const { name } = command.constructor;
    calls[name] = (calls[name] ?? 0) + 1;
    return call();
  };
  return {
    meddle,
    /** Those since it was asked last. */
    taken() {
      const counted = calls;
      calls = {};
      return counted;
    },
  };
}

it('accepts by one put and one message, and no third call, however many', async () => {
  const subject = await openAws(world);
  const { meddle, taken } = counting();
  const { inbox } = subject.process(meddle);
  const commands = Array.from({ length: 100 }, () => newCommand(subject.clock));
  await Promise.all(commands.map((command) => inbox.accept(command)));
  expect(taken()).toEqual({ PutItemCommand: 100, SendMessageCommand: 100 });
  const [again] = commands;
  if (again) await inbox.accept(again);
  // The service shows the record that stood in the way.
  expect(taken()).toEqual({ PutItemCommand: 1 });
  await inbox.accept(newCommand(subject.clock), { lease: true });
  expect(taken()).toEqual({ PutItemCommand: 1 });
  await subject.close();
});

it('asks the queues how many wait once in ten seconds, and makes no accept wait for it', async () => {
  const subject = await openAws(world);
  const { meddle, taken } = counting();
  const answers: (() => void)[] = [];
  const { inbox } = subject.process((command, call) =>
    command.constructor.name === 'GetQueueAttributesCommand'
      ? meddle(command, () => new Promise<void>((resolve) => answers.push(resolve)).then(call))
      : meddle(command, call),
  );
  for (const asked of [0, 3, 3]) {
    for (let i = 0; i < 20; i++) await inbox.accept(newCommand(subject.clock));
    const { GetQueueAttributesCommand = 0, ...rest } = taken();
    expect(rest).toEqual({ PutItemCommand: 20, SendMessageCommand: 20 });
    expect(GetQueueAttributesCommand).toBe(asked);
    for (const reply of answers.splice(0)) reply();
    await subject.clock.advance(11_000);
  }
  await subject.close();
});

it('runs and delivers a command by two writes each, a message between them, and no read', async () => {
  const subject = await openAws(world);
  const { meddle, taken } = counting();
  const command = newCommand(subject.clock);
  await subject.inbox.accept(command);
  const { pump } = deploy(subject, { run: () => answer('up') }, meddle);
  await pump();
  expect(taken()).toEqual({ UpdateItemCommand: 4, SendMessageCommand: 1 });
  expect(await recordOf(subject.inbox, command)).toMatchObject({ state: 'done', delivery: { state: 'sent' } });
  await subject.close();
});
