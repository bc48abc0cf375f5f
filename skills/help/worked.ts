import { command } from '../../shared/command/define.ts';
import { reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** The answer to "I was interrupted, and can't tell whether it took effect": it did, so there is nothing to run again. */
export const worked = command({
  name: 'worked',
  summary: 'It worked',
  hidden: true,
  run: (_, { person }) => reply(speak(person.locale).leaveIt),
});
