import { command } from '../../shared/command/define.ts';
import { reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** The person is done for now: a goodbye, which lets a voice session end. */
export const stop = command({
  name: 'stop',
  summary: 'Say goodbye',
  hidden: true,
  run(_, { person }) {
    const { goodbye } = speak(person.locale);
    return reply(goodbye, { speech: goodbye });
  },
});
