import { command } from '../../../shared/command/define.ts';
import { reply } from '../../../shared/reply/reply.ts';
import { catalogueOfMany } from '../../servers/catalogue.ts';

/** As one's own skills: a thousand commands, and one whose handler does nothing but answer. */
export const skill = {
  name: 'bench',
  commands: [...catalogueOfMany(), command({ name: 'noop', summary: 'Do nothing and say so', params: {}, run: () => reply('Done.') })],
};
