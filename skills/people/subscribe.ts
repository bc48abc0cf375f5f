import { command } from '../../shared/command/define.ts';
import { reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** START, after STOP: what is sent to somebody is sent again. */
export const subscribe = command({
  name: 'subscribe',
  summary: 'Begin again what is sent to you here',
  hidden: true,
  async run(_, { optOut, person, command: { place } }) {
    if (optOut.isFor(place)) await optOut.begin(place);
    return reply(speak(person.locale).getsMessages, { severity: 'success' });
  },
});
