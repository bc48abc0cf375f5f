import { afterAll, beforeAll } from 'vitest';
import { timersContract } from '../timers.contract.ts';
import { unkindTimers } from '../unkind.ts';
import { type Cloud, openTimers, startCloud } from './subject.contract.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

timersContract('The timers on AWS', () => openTimers(cloud));

for (const seed of [1, 2, 3]) {
  timersContract(
    `The timers on AWS, unkind ${seed},`,
    async () => {
      const subject = await openTimers(cloud);
      return {
        ...subject,
        timers: unkindTimers(subject.timers, seed),
        crash: async () => unkindTimers(await subject.crash(), seed + 100),
      };
    },
    { kind: false },
  );
}
