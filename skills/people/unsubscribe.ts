import { command } from '../../shared/command/define.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { marked } from '../../shared/reply/text.ts';

/** STOP where people end with a word what is sent to them: nothing is from then on, no answer and no alert. Not even to say so: the carrier's side does. */
export const unsubscribe = command({
  name: 'unsubscribe',
  summary: 'End what is sent to you here',
  hidden: true,
  async run(_, { optOut, command: { place } }): Promise<Reply | readonly Reply[]> {
    if (!optOut.isFor(place))
      return reply(marked`Here I write by myself only what you asked for: \`reminders\` shows it. \`forget me\` deletes what I know of you.`);
    await optOut.end(place);
    return [];
  },
});
