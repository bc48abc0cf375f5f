import { relative } from 'node:path';
import { schemaFile } from '../../config/schema-file.ts';
import { withServer } from '../server.ts';
import type { ExitCode, Verb } from '../verb.ts';

/** `export`: all of a tenant's checks and schedules as YAML on standard output; applied as it is, it changes nothing. */
export const exportVerb: Verb = {
  usage: 'export [--for CHANNEL/TENANT/USER]',
  summary: 'Checks and schedules as YAML, for `apply`',
  words: [0, 0],
  takes: ['for'],
  run: (_, shell, { json, for: whose }) =>
    withServer(shell, { works: false }, async (api): Promise<ExitCode> => {
      const { document } = await api.ask('GET', `/api/local/config${whose === undefined ? '' : `?for=${encodeURIComponent(whose)}`}`);
      if (json) shell.out(JSON.stringify(document));
      else shell.out((await import('../../config/yaml.ts')).yamlOf(document, relative(process.cwd(), schemaFile)).trimEnd());
      return 0;
    }),
};
