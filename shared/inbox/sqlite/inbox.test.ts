import { inboxContract } from '../inbox.contract.ts';
import { openSqlite } from './subject.contract.ts';

inboxContract('The embedded inbox', openSqlite);
