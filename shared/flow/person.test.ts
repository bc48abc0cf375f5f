import { afterEach, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { command } from '../command/define.ts';
import { people } from '../people/person.ts';
import { reply } from '../reply/reply.ts';

const echo = command({ name: 'echo', summary: 'Echo', run: () => reply('x') });
const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

it('keeps where someone can be spoken to later without what ends with the request, and writes it once', async () => {
  const paper = paperChannel({ lasting: ({ via: _, ...place }) => place });
  const world = flowWorld({ commands: [echo], channels: [paper] });
  worlds.push(world);
  const place = { channel: 'paper', bot: 'main', tenant: 't1', conversation: 'c1', direct: true };
  for (const address of ['a', 'b', 'c']) await world.say('echo', { place: { ...place, thread: 't', message: address, via: { address } } });
  const known = await world.store.get(people, 'paper/t1/ada');
  expect(known?.value.home).toEqual({ ...place, user: 'ada' });
  expect(known?.version).toBe(1);
});
