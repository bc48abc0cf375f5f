import { setTimeout as sleep } from 'node:timers/promises';
import { command } from '../../../shared/command/define.ts';
import { integer } from '../../../shared/command/kinds/index.ts';
import { reply } from '../../../shared/reply/reply.ts';

/** `think 2000`: answers after so many ms. */
export const think = command({
  name: 'think',
  summary: 'Think',
  params: { ms: integer({ min: 0, max: 20_000 }) },
  async run({ ms }) {
    await sleep(ms);
    return reply('That took me a while.');
  },
});
