import { expect, it } from 'vitest';
import { inboxContract } from '../inbox.contract.ts';
import { done, eventually, newCommand, recordOf, working } from '../subject.contract.ts';
import { unkindInbox } from '../unkind.ts';
import { openSqlite } from './subject.contract.ts';

inboxContract('The embedded inbox', openSqlite);

for (const seed of [1, 2, 3]) {
  inboxContract(
    `The embedded inbox, unkind ${seed},`,
    async (options) => {
      const subject = await openSqlite(options);
      return { ...subject, inbox: unkindInbox(subject.inbox, seed), crash: async () => unkindInbox(await subject.crash(), seed + 100) };
    },
    { kind: false },
  );
}

it('hands out at once, without waiting for a lease to end, what a process that died was running', async () => {
  const subject = await openSqlite();
  const [queued, spoken] = [newCommand(subject.clock), newCommand(subject.clock)];
  await subject.inbox.accept(queued);
  const first = working(subject.inbox, () => new Promise(() => {}));
  await eventually(subject, () => expect(first.seen).toHaveLength(1));
  await subject.inbox.accept(spoken, { lease: true });
  const diedAt = subject.clock.now();
  const inbox = await subject.crash();
  const second = working(inbox, () => done);
  await eventually(subject, () => expect(second.seen).toMatchObject([{ diedInside: true }, { diedInside: true }]));
  expect(subject.clock.now() - diedAt).toBeLessThan(1_000);
  for (const command of [queued, spoken]) await eventually(subject, async () => expect((await recordOf(inbox, command)).state).toBe('done'));
  await second.stop();
  await subject.close();
});
