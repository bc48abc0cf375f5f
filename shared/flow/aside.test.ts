import { afterEach, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import type { Place } from '../channel/inbound.ts';
import { command } from '../command/define.ts';
import { choice } from '../command/kinds/index.ts';
import { SendFailed } from '../errors.ts';
import { reply } from '../reply/reply.ts';

const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

const ask = command({ name: 'ask', summary: 'Ask', params: { what: choice({ of: ['a', 'b'] }) }, run: ({ what }) => reply(`It is ${what}`) });
const among: Place = { channel: 'paper', bot: 'main', tenant: 't1', conversation: 'others', user: 'ada', aside: true };

function world(aside: (place: Place) => Promise<Place>) {
  const paper = paperChannel({ aside });
  const made = flowWorld({ channels: [paper], commands: [ask] });
  worlds.push(made);
  return { ...made, paper, said: () => paper.sent.map(({ conversation, text }) => [conversation, text]) };
}
const alone = async ({ aside: _, ...place }: Place): Promise<Place> => ({ ...place, conversation: 'alone', direct: true });

it('what is asked aside, and answered, is in a conversation with its person alone, and the others see nothing of it', async () => {
  const { say, said, paper } = world(alone);
  await say('ask', { place: among });
  await say('a', { place: { ...among, aside: false, conversation: 'alone', direct: true } });
  expect(said()).toEqual([
    ['alone', 'Which one: a or b?'],
    ['alone', 'It is a'],
  ]);
  await say('ask', { place: among });
  await say(
    { kind: 'action', token: paper.sent.at(-1)?.tokens[1] ?? '' },
    { place: { ...among, aside: false, conversation: 'alone', direct: true } },
  );
  expect(said().at(-1)).toEqual(['alone', 'It is b']);
});

it('where none can be opened it goes on as it was asked', async () => {
  const { say, said } = world(() => Promise.reject(new SendFailed('forbidden', 'No.')));
  await say('ask a', { place: among });
  expect(said()).toEqual([['others', 'It is a']]);
});

it('where none can be opened just now it is tried again', async () => {
  let tries = 0;
  const { say, said } = world((place) => (++tries === 1 ? Promise.reject(new SendFailed('down', 'Down.', { retryable: true })) : alone(place)));
  await say('ask a', { place: among });
  expect(said()).toEqual([['alone', 'It is a']]);
});
