import { afterAll, beforeAll, expect } from 'vitest';
import { inboxContract } from '../inbox.contract.ts';
import { openAws, startWorld, type World } from './subject.contract.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

inboxContract('The inbox on AWS', async (options) => {
  const subject = await openAws(world, options);
  return {
    ...subject,
    async close() {
      // Where nothing goes wrong, nothing is mended. What still asks how many wait while its queues are taken away is the test's own doing.
      const reports = [...subject.reports];
      await subject.close();
      expect(reports).toEqual([]);
    },
  };
});
