import { expect, it } from 'vitest';
import { command } from '../../shared/command/define.ts';
import { reply } from '../../shared/reply/reply.ts';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { skill } from './index.ts';

it('what runs is listed with its last progress, and cancelling it reaches its handler', async ({ onTestFinished }) => {
  let stopped: unknown;
  const bake = command({
    name: 'bake',
    summary: 'Bake',
    async *run(_, { signal }) {
      yield reply('Kneading');
      yield reply('In the oven');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      stopped = signal.reason;
    },
  });
  const paper = paperChannel();
  const { close, accept, inbound, say } = flowWorld({
    commands: [bake, ...skill.commands],
    channels: [paper],
    services: (parts) => ({ ...skill.services?.({ ...parts, status: undefined } as never) }),
  });
  onTestFinished(() => close());
  const last = () => paper.sent.at(-1)?.text;

  await accept(inbound('bake'));
  // The last that was yielded may be the answer: it is shown once there is another, or none.
  await expect.poll(last).toBe('Kneading');
  await say('running');
  expect(last()).toMatch(/\n.{8} {2}bake – running, 0 seconds old: Kneading$/);
  await say('cancel');
  await expect.poll(last).toBe('bake was cancelled.');
  expect(stopped).toBe('cancelled');
});
