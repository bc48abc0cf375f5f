import { parseArgs } from 'node:util';
import { BellhopError } from '../../shared/errors.ts';
import { environment } from '../settings/environment.ts';
import { type ExitCode, type Shell, UsageError, type Verb } from './verb.ts';

/** Each verb by name, loaded when it is asked for. */
const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  start: async () => (await import('./verbs/start.ts')).start,
  simulate: async () => (await import('./verbs/simulate.ts')).simulate,
  run: async () => (await import('./verbs/run.ts')).run,
  commands: async () => (await import('./verbs/commands.ts')).commands,
  dead: async () => (await import('./verbs/dead.ts')).dead,
  secret: async () => (await import('./verbs/secret.ts')).secret,
  apply: async () => (await import('./verbs/apply.ts')).apply,
  export: async () => (await import('./verbs/export.ts')).exportVerb,
  jobs: async () => (await import('./verbs/jobs.ts')).jobs,
  import: async () => (await import('./verbs/import.ts')).importVerb,
  backup: async () => (await import('./verbs/backup.ts')).backup,
  restore: async () => (await import('./verbs/restore.ts')).restore,
  doctor: async () => (await import('./verbs/doctor.ts')).doctor,
  synth: async () => (await import('./verbs/synth.ts')).synth,
  deploy: async () => (await import('./verbs/deploy.ts')).deploy,
};

/** Runs the command line and answers its exit code. */
export async function main(line: readonly string[], given: Shell): Promise<ExitCode> {
  const { values, positionals, problem } = parsed(line);
  const [name, ...words] = positionals;
  const json = values.json === true;
  if (values.version === true) {
    given.out((await import('../core/status.ts')).version);
    return 0;
  }
  const load = name === undefined ? undefined : verbs[name];
  if (problem !== undefined || load === undefined) {
    if (values.help === true || name === 'help') {
      given.out(await help());
      return 0;
    }
    given.err(`${problem ?? (name === undefined ? 'Say what to do.' : `There is no "${name}".`)}\n\n${await help()}`);
    return 2;
  }
  const verb = await load();
  if (values.help === true) {
    given.out(`bellhop ${verb.usage}\n\n${verb.summary}`);
    return 0;
  }
  try {
    if (words.length < verb.words[0] || words.length > verb.words[1]) throw new UsageError(`bellhop ${name}: ${words.length} words do not fit.`);
    const { stage, yes } = values;
    if (stage !== undefined && verb.takesStage !== true) throw new UsageError(`bellhop ${name}: it takes no --stage.`);
    if (yes !== undefined && verb.asks !== true) throw new UsageError(`bellhop ${name}: it takes no --yes.`);
    const { prune, 'dry-run': dryRun, for: whose } = values;
    const more = {
      ...(prune === undefined ? {} : { prune }),
      ...(dryRun === undefined ? {} : { dryRun }),
      ...(whose === undefined ? {} : { for: whose }),
    };
    const stray = (Object.keys(more) as (keyof typeof more)[]).find((one) => verb.takes?.includes(one) !== true); // The keys of `more`.
    if (stray !== undefined) throw new UsageError(`bellhop ${name}: it takes no --${stray === 'dryRun' ? 'dry-run' : stray}.`);
    const options = { json, ...(stage === undefined ? {} : { stage }), ...(yes === undefined ? {} : { yes }), ...more };
    return await verb.run(words, { ...given, env: environment(given.env) }, options);
  } catch (cause) {
    return told(cause, verb, given, json);
  }
}

interface Parsed {
  readonly values: {
    readonly json?: boolean;
    readonly help?: boolean;
    readonly version?: boolean;
    readonly stage?: string;
    readonly yes?: boolean;
    readonly prune?: boolean;
    readonly 'dry-run'?: boolean;
    readonly for?: string;
  };
  readonly positionals: readonly string[];
  readonly problem?: string;
}

function parsed(line: readonly string[]): Parsed {
  const options = {
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
    stage: { type: 'string' },
    yes: { type: 'boolean' },
    prune: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    for: { type: 'string' },
  } as const;
  try {
    return parseArgs({ args: [...line], options, allowPositionals: true });
  } catch (cause) {
    return { values: {}, positionals: [], problem: cause instanceof Error ? cause.message : String(cause) };
  }
}

function told(cause: unknown, verb: Verb, shell: Shell, json: boolean): ExitCode {
  if (cause instanceof UsageError) {
    shell.err(`${cause.message}\nUsage: bellhop ${verb.usage}`);
    return 2;
  }
  if (!(cause instanceof BellhopError)) {
    shell.err(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
    return 1;
  }
  const { code, message, hint } = cause;
  if (json) shell.out(JSON.stringify({ error: { code, message, ...(hint === undefined ? {} : { hint }) } }));
  else shell.err(hint === undefined ? message : `${message}\n${hint}`);
  return 1;
}

async function help(): Promise<string> {
  const loaded = await Promise.all(Object.values(verbs).map((load) => load()));
  const width = Math.max(...loaded.map(({ usage }) => usage.length));
  const lines = loaded.map(({ usage, summary }) => `  ${usage.padEnd(width)}   ${summary}`);
  return ['Usage: bellhop VERB [--json]', '', ...lines, '', 'Exit codes: 0 done, 1 failed, 2 wrong usage.'].join('\n');
}
