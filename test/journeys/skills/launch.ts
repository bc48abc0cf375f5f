import { command } from '../../../shared/command/define.ts';
import { text } from '../../../shared/command/kinds/index.ts';
import { reply } from '../../../shared/reply/reply.ts';

/** `launch Ariane`: asks its person, then a second one, and comes back when that is wanted. */
export const launch = command({
  name: 'launch',
  summary: 'Launch a rocket',
  params: { rocket: text({ ask: 'Which rocket?' }) },
  confirm: ({ rocket }) => `${rocket} leaves the ground.`,
  approve: 'operator',
  exclusive: 'launch {rocket}',
  run({ rocket }, { undoWith }) {
    undoWith();
    return reply(`${rocket} is up`);
  },
  undo: ({ rocket }) => reply(`${rocket} is down again`),
});
