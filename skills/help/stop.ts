import { command } from '../../shared/command/define.ts';
import { reply } from '../../shared/reply/reply.ts';

/** The person is done for now: a goodbye, which lets a voice session end. */
export const stop = command({
  name: 'stop',
  summary: 'Say goodbye',
  hidden: true,
  run: () => reply('Goodbye.', { speech: 'Goodbye.' }),
});
