import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { linesOf } from '../published/lines.ts';
import { type Shown, shownIn } from '../published/shown.ts';
import { withServer } from '../server.ts';
import { UsageError, type Verb } from '../verb.ts';

const actions = ['list', 'plan', 'apply', 'rollback', 'files'];

/**
 * `commands`: what each platform lists of the commands, against what is defined here. `plan` changes nothing; `files` writes what would be published as files, and `apply` those of a
 * platform that can't be told from here. Exits 1 when a platform refused something, or could not be asked.
 */
export const commands: Verb = {
  usage: 'commands list | plan | apply | rollback [CHANNEL] | files FOLDER [CHANNEL]',
  summary: 'What each platform lists of the commands: compare, set, take back',
  words: [1, 3],
  async run([action = '', ...words], shell, { json }) {
    const takesFolder = action === 'files';
    const [folder, channel] = takesFolder ? words : [undefined, ...words];
    if (!actions.includes(action) || words.length > (takesFolder ? 2 : 1) || (takesFolder && folder === undefined))
      throw new UsageError(`bellhop commands: "${[action, ...words].join(' ')}" is not one of its forms.`);
    if (action === 'rollback' && channel === undefined) throw new UsageError('bellhop commands rollback: name the channel that is to go back.');

    const asked = channel === undefined ? '' : `?channel=${encodeURIComponent(channel)}`;
    const path = `/api/local/commands/${action === 'list' ? 'plan' : action}${asked}`;
    const answer = await withServer(shell, { works: false }, (api) => api.ask('POST', path));
    const shown = shownIn(answer).map((one) => ({ ...one, written: written(one, folder) }));
    if (json) shell.out(JSON.stringify({ channels: shown.map(({ files: _, ...one }) => one) }));
    else if (shown.length === 0) shell.out('No channel that lists commands is on.');
    else for (const one of shown) shell.out(linesOf(one, action));
    return shown.some(({ error, refused }) => error !== undefined || refused.length > 0) ? 1 : 0;
  },
};

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
