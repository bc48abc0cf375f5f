import { resolve } from 'node:path';
import { loadOwn } from '../../core/own.ts';
import { restore as brought } from '../../moving/restore.ts';
import { summary } from '../../moving/summary.ts';
import { movingSettings, targetOf } from '../installation.ts';
import type { Verb } from '../verb.ts';

/** `restore FILE`: a backup into an empty installation, or an empty stage on AWS; what is there already is left as it is, and named. */
export const restore: Verb = {
  usage: 'restore FILE [--stage NAME]',
  summary: 'Bring a backup into an empty installation',
  words: [1, 1],
  takesStage: true,
  async run([name = ''], shell, { json, stage }) {
    const file = resolve(name);
    const { skills, backupKey } = movingSettings(shell);
    // What people's own folders declare is moved too.
    await loadOwn(skills);
    const target = await targetOf(shell, stage);
    try {
      const restored = await brought(file, target, backupKey === undefined ? {} : { formerKey: backupKey });
      if (json) shell.out(JSON.stringify({ into: target.where, ...restored }));
      else if (restored.isNew) shell.out(`${target.where} has ${summary(restored)} now.`);
      else shell.out(`This backup was restored into ${target.where} before: nothing was done.`);
      return 0;
    } finally {
      target.close();
    }
  },
};
