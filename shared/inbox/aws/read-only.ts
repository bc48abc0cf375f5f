import type { Table } from '../../aws/table.ts';
import type { Clock } from '../../clock.ts';
import type { Inbox } from '../inbox.ts';
import { Commands } from './commands.ts';
import { lister } from './listing.ts';

const noParts = { get: async () => '[]', put: async () => {}, delete: async () => {} };

/** A stage's records for who looks at them and changes none: without replies that are kept by reference, and without the queues. */
export const readOnly = (table: Table, clock: Clock): Pick<Inbox, 'list'> => ({
  list: lister(table, new Commands(table, { clock, parts: noParts, keepMs: 0, patienceMs: 0, report() {} })),
});
