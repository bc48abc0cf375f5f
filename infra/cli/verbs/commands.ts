import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemClock } from '../../../shared/clock.ts';
import { publishActions } from '../../core/commands.ts';
import { here, isOnAws, onStage } from '../published/asked.ts';
import { linesOf } from '../published/lines.ts';
import type { Shown } from '../published/shown.ts';
import { type Shell, UsageError, type Verb } from '../verb.ts';

const actions = ['list', 'plan', 'apply', 'rollback', 'files'];

/**
 * `commands`: what each platform lists of the commands, against what is defined here. `plan` changes nothing; `files` writes what would be published as files, and `apply` those of a
 * platform that can't be told from here. Exits 1 when a platform refused something, or could not be asked.
 */
export const commands: Verb = {
  usage: 'commands list | plan | apply | rollback [CHANNEL] | files FOLDER [CHANNEL] [--stage NAME]',
  summary: 'What each platform lists of the commands: compare, set, take back',
  words: [1, 3],
  takesStage: true,
  async run([action = '', ...words], shell, { json, stage }) {
    const takesFolder = action === 'files';
    const [folder, channel] = takesFolder ? words : [undefined, ...words];
    if (!actions.includes(action) || words.length > (takesFolder ? 2 : 1) || (takesFolder && folder === undefined))
      throw new UsageError(`bellhop commands: "${[action, ...words].join(' ')}" is not one of its forms.`);
    if (action === 'rollback' && channel === undefined) throw new UsageError('bellhop commands rollback: name the channel that is to go back.');

    const does = publishActions.find((one) => one === action) ?? 'plan';
    const shown = (await (isOnAws(shell, stage) ? onStage(does, channel, shell, stage) : here(does, channel, shell))).map((one) => ({
      ...one,
      written: written(one, folder),
    }));
    if (json) shell.out(JSON.stringify({ channels: shown.map(({ files: _, ...one }) => one) }));
    else if (shown.length === 0) shell.out(await noneOn(shell, stage));
    else for (const one of shown) shell.out(linesOf(one, action));
    return shown.some(({ error, refused }) => error !== undefined || refused.length > 0) ? 1 : 0;
  },
};

/** What would turn one on, where that is to be known: the settings of a stage are not here. */
async function noneOn(shell: Shell, stage: string | undefined): Promise<string> {
  const none = 'No channel that lists commands is on.';
  if (isOnAws(shell, stage)) return none;
  const { lookAt } = await import('../../local/plan.ts');
  const { modules, opened } = await lookAt(shell.env, systemClock);
  // What has no way in is no platform's.
  const off = opened.off.filter(({ name }) => modules.some((module) => module.name === name && module.routes.length > 0));
  return [`${none} Off are:`, ...off.map(({ name, why }) => `  ${name}: ${why}`)].join('\n');
}

/** Writes the files, in a folder a channel; answers their paths. */
function written({ channel, files }: Shown, folder = 'published'): readonly string[] {
  if (files.length === 0) return [];
  const place = resolve(folder, plainFile(channel));
  mkdirSync(place, { recursive: true });
  return files.map(({ name, content }) => {
    const path = join(place, plainFile(name));
    writeFileSync(path, content);
    return path;
  });
}

/** A name that leads out of no folder. */
const plainFile = (name: string) => name.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^\.+/, '');
