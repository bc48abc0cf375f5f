import { inboxContract } from '../inbox.contract.ts';
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
