import { command } from '../../../shared/command/define.ts';
import { reply } from '../../../shared/reply/reply.ts';

/** As one's own: a command whose handler does nothing but answer. */
export const noop = command({ name: 'noop', summary: 'Do nothing and say so', run: () => reply('Done.') });
