import { relative } from 'node:path';
import { schemaFile } from '../../config/schema-file.ts';
import { withConfigured } from '../configured.ts';
import type { ExitCode, Verb } from '../verb.ts';

/** `export`: all of a tenant's checks and schedules as YAML on standard output; applied as it is, it changes nothing. */
export const exportVerb: Verb = {
  usage: 'export [--for CHANNEL/TENANT/USER] [--stage NAME]',
  summary: 'Checks and schedules as YAML, for `apply`',
  words: [0, 0],
  takesStage: true,
  takes: ['for'],
  run: (_, shell, { json, stage, for: whose }) =>
    withConfigured(shell, stage, async (configured): Promise<ExitCode> => {
      const document = await configured.exported(whose);
      if (json) shell.out(JSON.stringify(document));
      else shell.out((await import('../../config/yaml.ts')).yamlOf(document, relative(process.cwd(), schemaFile)).trimEnd());
      return 0;
    }),
};
