import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock } from '../../../shared/clock.ts';
import { backup as made } from '../../moving/backup.ts';
import { summary } from '../../moving/summary.ts';
import { sourceHere } from '../installation.ts';
import type { Verb } from '../verb.ts';

/** `backup FILE`: everything of this installation in one file, while it runs or not. Writes over no file. */
export const backup: Verb = {
  usage: 'backup FILE',
  summary: 'Everything that is kept, in one file: also while it runs',
  words: [1, 1],
  async run([name = ''], shell, { json }) {
    const file = resolve(name);
    const source = sourceHere(shell);
    try {
      const counts = await made(source, file, systemClock);
      const bytes = statSync(file).size;
      shell.out(json ? JSON.stringify({ file, bytes, ...counts }) : `${file}: ${summary(counts)}, ${bytes} bytes.`);
      if (!json) shell.out('Keep BELLHOP_KEY apart from it: the secrets in it open with that key alone.');
      return 0;
    } finally {
      source.close();
    }
  },
};
