import { relative } from 'node:path';
import { schemaFile } from '../../config/schema-file.ts';
import type { Imported } from '../../importing/imported.ts';
import { UsageError, type Verb } from '../verb.ts';

/** From which programs, each loaded when it is asked for. */
const programs: Readonly<Record<string, (path: string) => Promise<Imported>>> = {
  kuma: async (path) => (await import('../../importing/kuma.ts')).fromKuma(path),
  gatus: async (path) => (await import('../../importing/gatus.ts')).fromGatus(path),
};

/** `import kuma FILE`: what another program watches, as a file for `apply` on standard output; what can't be carried over, each with why, on standard error and in the file. Changes nothing. */
export const importVerb: Verb = {
  usage: `import ${Object.keys(programs).join('|')} FILE`,
  summary: 'What another program watches, as YAML for `apply`; and what can’t be carried over',
  words: [2, 2],
  async run([program = '', path = ''], shell, { json }) {
    const read = Object.hasOwn(programs, program) ? programs[program] : undefined;
    if (!read) throw new UsageError(`bellhop import: "${program}" is not known.`);
    const found = await read(path);
    if (json) shell.out(JSON.stringify(found));
    else {
      const { yamlOf } = await import('../../config/yaml.ts');
      const notes = notesOf(found);
      shell.out(
        yamlOf(
          { checks: found.checks, ...(found.routes.length === 0 ? {} : { routes: found.routes }) },
          relative(process.cwd(), schemaFile),
          notes,
        ).trimEnd(),
      );
      for (const line of notes) shell.err(line);
    }
    return 0;
  },
};

function notesOf({ checks, left, secrets }: Imported): readonly string[] {
  return [
    `${checks.length} ${checks.length === 1 ? 'check' : 'checks'} came over.`,
    ...(left.length === 0 ? [] : ['', 'Not carried over, or not as it was:', ...left.map(({ what, why }) => `- ${what}: ${why}`)]),
    ...(secrets.length === 0
      ? []
      : ['', 'Secrets to keep, by bellhop secret set CHANNEL/TENANT NAME:', ...secrets.map(({ name, what }) => `- ${name}: the ${what}`)]),
  ];
}
