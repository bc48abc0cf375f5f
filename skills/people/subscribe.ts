import { command } from '../../shared/command/define.ts';
import { reply } from '../../shared/reply/reply.ts';
import { marked } from '../../shared/reply/text.ts';

/** START, after STOP: what is sent to somebody is sent again. */
export const subscribe = command({
  name: 'subscribe',
  summary: 'Begin again what is sent to you here',
  hidden: true,
  async run(_, { optOut, command: { place } }) {
    if (optOut.isFor(place)) await optOut.begin(place);
    return reply(marked`You get my messages. \`help\` shows what I can do.`, { severity: 'success' });
  },
});
