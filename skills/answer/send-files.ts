import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { idOfSending, sendFiles } from '../../shared/flow/spoken-files.ts';
import type { KeptFile } from '../../shared/reply/file.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** Issued when an answer with files is spoken: they go to where its person can be reached. Said by anybody, it does nothing. */
export const sendFilesOf = command({
  name: sendFiles,
  summary: 'Send the files of an answer that was spoken',
  hidden: true,
  params: { of: text(), files: text() },
  run({ of, files }, { command: { id }, person }): readonly Reply[] {
    if (id !== idOfSending(of)) return [];
    const given = JSON.parse(files) as readonly KeptFile[]; // What issued it wrote it.
    return given.map((file) => reply(speak(person.locale).file(file.name), { file }));
  },
});
