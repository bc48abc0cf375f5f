import { afterAll, beforeAll } from 'vitest';
import { inboxContract } from '../inbox.contract.ts';
import { unkindInbox } from '../unkind.ts';
import { openAws, startWorld, type World } from './subject.contract.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

for (const seed of [1, 2, 3]) {
  inboxContract(
    `The inbox on AWS, unkind ${seed},`,
    async (options) => {
      const subject = await openAws(world, options);
      return { ...subject, inbox: unkindInbox(subject.inbox, seed), crash: async () => unkindInbox(await subject.crash(), seed + 100) };
    },
    { kind: false },
  );
}
