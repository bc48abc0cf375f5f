import { command } from '../../shared/command/define.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';

/** `answer`: what came of the last thing asked on a channel that can't begin to speak. */
export const answer = command({
  name: 'answer',
  summary: 'Tell the answer that came too late to be spoken',
  phrases: ['what was the answer', 'what was my answer', 'tell me the answer'],
  examples: ['what was the answer'],
  async run(_, { keptAnswer, person }): Promise<Reply | readonly Reply[]> {
    return (await keptAnswer(person.id)) ?? reply('There is no answer waiting for you. Ask me something, and I will tell you.', { asks: true });
  },
});
