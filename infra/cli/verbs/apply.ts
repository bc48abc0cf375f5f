import { readFileSync } from 'node:fs';
import { BellhopError, errorOf } from '../../../shared/errors.ts';
import type { Told } from '../../config/apply.ts';
import { agreed } from '../ask.ts';
import { withConfigured } from '../configured.ts';
import { type Shell, UsageError, type Verb } from '../verb.ts';

/**
 * `apply FILE`: makes checks, schedules and what else the file says so, as it says; shows first what is made, changed and taken away, and asks. Exits 1 for a file with mistakes, and when
 * something could not be done.
 */
export const apply: Verb = {
  usage: 'apply FILE [--dry-run] [--prune] [--yes] [--stage NAME]',
  summary: 'Make checks and schedules as a file says: show what changes, ask, do it',
  words: [1, 1],
  takesStage: true,
  asks: true,
  takes: ['prune', 'dryRun'],
  async run([file = ''], shell, { json, stage, yes = false, prune = false, dryRun = false }) {
    if (!yes && !dryRun && (json || !shell.isTerminal)) throw new UsageError('Nobody can be asked here: say --yes to do it, or --dry-run to see it.');
    const text = await read(file, shell);
    return withConfigured(shell, stage, async (configured) => {
      const planned = await configured.apply({ text, prune, apply: false });
      if (!json || planned.problems.length > 0) tell(planned, file, shell, json);
      else if (dryRun) shell.out(JSON.stringify(planned));
      if (planned.problems.length > 0) return 1;
      if (dryRun) return 0;
      if (planned.changes.length > 0 && !yes && !(await agreed('\nApply this?', shell.input))) {
        shell.out('Nothing was changed.');
        return 1;
      }
      const done = planned.changes.length > 0 ? await configured.apply({ text, prune, apply: true, agreed: planned.digest }) : planned;
      const failed = done.changes.filter((one) => one.failed);
      if (json) shell.out(JSON.stringify(done));
      else if (done.changes.length > 0) {
        for (const { what, name, failed: why } of failed) shell.err([`✗ ${what} ${name}: ${why?.message}`, why?.hint].filter(Boolean).join(' '));
        shell.out(
          failed.length === 0 ? 'Done.' : `${done.changes.length - failed.length} done, ${failed.length} not. Apply it again once that is mended.`,
        );
      }
      return failed.length > 0 ? 1 : 0;
    });
  },
};

async function read(file: string, { input }: Shell): Promise<string> {
  if (file === '-') return String(Buffer.concat(await input.toArray()));
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new BellhopError('config_unread', `${file} can't be read: ${errorOf(cause).message}.`, {
      hint: 'Name a file of YAML: bellhop apply FILE.',
      cause,
    });
  }
}

const signs = { make: '+', change: '~', remove: '-' } as const;

function tell({ tenant, problems, changes, same, others }: Told, file: string, shell: Shell, json: boolean): void {
  if (problems.length > 0) {
    if (json) shell.out(JSON.stringify({ problems }));
    else {
      for (const { line, column, at, message } of problems) shell.err(`${file}:${line}:${column}: ${at === '' ? '' : `${at}: `}${message}`);
      shell.err('Nothing was changed.');
    }
    return;
  }
  for (const { does, what, name, fields } of changes) {
    shell.out(`${signs[does]} ${what} ${name}`);
    for (const { field, from, to } of fields) shell.out(`    ${field}: ${shown(from)} → ${shown(to)}`);
  }
  const count = (one: keyof typeof signs) => changes.filter(({ does }) => does === one).length;
  const left = others === 0 ? '' : ` ${others} more that it didn't make ${others === 1 ? 'is' : 'are'} left alone (--prune takes them away).`;
  if (changes.length === 0) shell.out(`Nothing changes in ${tenant}: ${same} as the file says.${left}`);
  else shell.out(`In ${tenant}: ${count('make')} made, ${count('change')} changed, ${count('remove')} taken away; ${same} as the file says.${left}`);
}

const shown = (value: unknown): string => (value === undefined ? 'unsaid' : typeof value === 'string' ? value : JSON.stringify(value));
