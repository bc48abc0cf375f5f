import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock } from '../../../shared/clock.ts';
import { backup as made } from '../../moving/backup.ts';
import { summary } from '../../moving/summary.ts';
import { sourceOf } from '../installation.ts';
import type { Verb } from '../verb.ts';

/** `backup FILE`: everything of this installation, or of a stage on AWS, in one file, while it runs or not. Writes over no file. */
export const backup: Verb = {
  usage: 'backup FILE [--stage NAME]',
  summary: 'Everything that is kept, in one file: also while it runs',
  words: [1, 1],
  takesStage: true,
  async run([name = ''], shell, { json, stage }) {
    const file = resolve(name);
    const source = await sourceOf(shell, stage);
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
