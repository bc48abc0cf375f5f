import { command } from '../../../shared/command/define.ts';
import { text } from '../../../shared/command/kinds/index.ts';
import { reply } from '../../../shared/reply/reply.ts';

/** `trio`: answers in three messages, whose order shows. */
export const trio = command({
  name: 'trio',
  summary: 'Say it three times',
  params: { words: text() },
  run: ({ words }) => [reply(`${words}: 1 of 3`), reply(`${words}: 2 of 3`), reply(`${words}: 3 of 3`)],
});
