import { afterEach, describe, expect, it } from 'vitest';
import { type FlowOptions, flowWorld, paperChannel } from '../../test/flow-world.ts';
import { command } from '../command/define.ts';
import { Refusal } from '../errors.ts';
import { reply } from '../reply/reply.ts';

const worlds: { close(): Promise<void> }[] = [];
function world(options: Pick<FlowOptions, 'commands'> & Partial<FlowOptions>) {
  const paper = paperChannel();
  const made = flowWorld({ channels: [paper], ...options });
  worlds.push(made);
  return { ...made, paper, texts: () => paper.sent.map((one) => one.text) };
}
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

describe('progress', () => {
  const yields = (over: Parameters<typeof command>[0]['run'], deadlineMs = 30_000) =>
    command({ name: 'steps', summary: 'Steps', deadlineMs, run: over });

  it('is one message, replaced until the answer stands in it', async () => {
    const steps = command({
      name: 'steps',
      summary: 'Steps',
      async *run() {
        yield reply('step 1');
        yield reply('step 2');
        yield reply('finished');
      },
    });
    const { say, paper } = world({ commands: [steps] });
    await say('steps');
    expect(paper.sent.map(({ text, edit }) => [text, edit])).toEqual([
      ['step 1', undefined],
      ['step 2', 'm1'],
      ['finished', 'm1'],
    ]);
  });

  it('gives its place to the failure that ends it', async () => {
    const steps = yields(async function* () {
      yield reply('step 1');
      yield reply('step 2');
      throw new Refusal('stuck', 'I am stuck.');
    });
    const { say, paper } = world({ commands: [steps] });
    await say('steps');
    expect(paper.sent.map(({ text, edit }) => [text, edit])).toEqual([
      ['step 1', undefined],
      ['I am stuck.', 'm1'],
    ]);
  });

  it('is not shown any more once the run has ended, whatever its handler still yields', async () => {
    let left = false;
    const steps = yields(async function* () {
      try {
        for (let i = 1; i < 9; i++) {
          yield reply(`step ${i}`);
          await new Promise((resolve) => setTimeout(resolve, 40));
        }
      } finally {
        left = true;
      }
    }, 100);
    const { say, texts } = world({ commands: [steps] });
    await say('steps');
    await expect.poll(() => left).toBe(true);
    expect(texts().at(-1)).toContain('did not finish within 0.1 s');
    expect(texts().length).toBeLessThanOrEqual(4);
  });

  it('is one message at most where the platform does not name its messages', async () => {
    const texts: string[] = [];
    const paper = paperChannel({
      async send(message) {
        texts.push(String(message.text));
        return {};
      },
    });
    const steps = yields(async function* () {
      for (let i = 1; i < 5; i++) yield reply(`step ${i}`);
    });
    const { say } = world({ channels: [paper], commands: [steps] });
    await say('steps');
    expect(texts).toEqual(['step 1', 'step 4']);
  });
});
