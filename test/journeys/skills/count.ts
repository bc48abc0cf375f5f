import { command } from '../../../shared/command/define.ts';
import { file } from '../../../shared/command/kinds/index.ts';
import { reply } from '../../../shared/reply/reply.ts';

/** `count`: how many bytes a file has, by reading it. */
export const count = command({
  name: 'count',
  summary: 'Count the bytes of a file',
  params: { what: file({ ask: 'Which file?' }) },
  async run({ what }, { openFile }) {
    let bytes = 0;
    for await (const piece of await openFile(what)) bytes += piece.byteLength;
    return reply(`${what.name} has ${bytes} bytes`);
  },
});
