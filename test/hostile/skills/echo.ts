import { command } from '../../../shared/command/define.ts';
import { text } from '../../../shared/command/kinds/index.ts';
import { reply } from '../../../shared/reply/reply.ts';

/** `echo`: says it back, so that each answer can be told from the others. */
export const echo = command({
  name: 'echo',
  summary: 'Say it back',
  params: { words: text() },
  run: ({ words }) => reply(`echo: ${words}`),
});
