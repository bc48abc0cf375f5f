import { command } from '../../shared/command/define.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** STOP where people end with a word what is sent to them: nothing is from then on, no answer and no alert. Not even to say so: the carrier's side does. */
export const unsubscribe = command({
  name: 'unsubscribe',
  summary: 'End what is sent to you here',
  hidden: true,
  async run(_, { optOut, person, command: { place } }): Promise<Reply | readonly Reply[]> {
    if (!optOut.isFor(place)) return reply(speak(person.locale).onlyWhatYouAskedFor);
    await optOut.end(place);
    return [];
  },
});
