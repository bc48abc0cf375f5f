import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock } from '../../shared/clock.ts';
import { SettingsError } from '../../shared/errors.ts';
import type { DatabaseLog } from '../../shared/sqlite/database.ts';
import { dataFolder } from '../local/data-folder.ts';
import { localSource, localTarget } from '../moving/local.ts';
import type { Source, Target } from '../moving/world.ts';
import { coreSettings } from '../settings/core.ts';
import { keyOf } from '../settings/key.ts';
import { readSettings } from '../settings/read.ts';
import type { Shell } from './verb.ts';

/** Only what fails is worth a line here. */
const log = (shell: Shell): DatabaseLog => ({ info() {}, warn: (_, message) => shell.err(message), error: (_, message) => shell.err(message) });

/** What moving needs of the settings. Throws BadSettings. */
export function movingSettings({ env }: Shell) {
  const names = [coreSettings.data, coreSettings.key, coreSettings.backupKey, coreSettings.skills, coreSettings.keepCommandsMs].map(
    ({ name }) => name,
  );
  return readSettings(Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))));
}

/** What to make a backup of: the stage on AWS that is named or that the settings name (BELLHOP_TABLE), else the one machine, whether they run or not. Throws SettingsError. */
export async function sourceOf(shell: Shell, stage: string | undefined): Promise<Source> {
  const there = await onAws(shell, stage);
  if (there) return there.source;
  const { data, key } = movingSettings(shell);
  const folder = resolve(data);
  const source = existsSync(folder) ? localSource({ folder, key: keyOf(key, folder), clock: systemClock, log: log(shell) }) : null;
  if (!source) throw new SettingsError(`There is nothing to back up in ${folder}.`, 'Name the data folder in BELLHOP_DATA.');
  return source;
}

/** What to restore into: the same; the one machine's folder is made when there is none. Throws SettingsError. */
export async function targetOf(shell: Shell, stage: string | undefined): Promise<Target> {
  const there = await onAws(shell, stage);
  if (there) return there.target;
  const { data, key } = movingSettings(shell);
  const folder = dataFolder(data);
  return localTarget({ folder, key: keyOf(key, folder), clock: systemClock, log: log(shell) });
}

/** A stage on AWS, where one is meant. */
async function onAws({ env }: Shell, stage: string | undefined) {
  if (stage === undefined && env.BELLHOP_TABLE === undefined) return null;
  const { openMoving } = await import('../aws/open-moving.ts');
  const { awsSource, awsTarget } = await import('../aws/moving.ts');
  const moving = await openMoving(env, stage);
  return { source: awsSource(moving), target: awsTarget(moving) };
}
