import type { SecretsAsked } from '../../core/check-secrets.ts';
import { isOnAws } from '../published/asked.ts';
import { withServer } from '../server.ts';
import { type Shell, UsageError, type Verb } from '../verb.ts';

/** `secret`: passwords and tokens that checks name. A value comes by standard input, so that no shell keeps it, and is told nowhere. */
export const secret: Verb = {
  usage: 'secret list CHANNEL/TENANT | set CHANNEL/TENANT NAME < FILE | delete CHANNEL/TENANT NAME [--stage NAME]',
  summary: 'Passwords and tokens that checks name: keep one, take it away, list their names',
  words: [2, 3],
  takesStage: true,
  async run([action = '', tenant = '', name], shell, { json, stage }) {
    if ((action !== 'list' && action !== 'set' && action !== 'delete') || (name === undefined) !== (action === 'list'))
      throw new UsageError(`bellhop secret: "${action}" with so many words is not one of its forms.`);
    const value = action === 'set' ? await typed(shell) : undefined;
    const names = await told({ action, tenant, name, value }, shell, stage);
    if (json) shell.out(JSON.stringify({ names }));
    else if (action === 'list') shell.out(names.length === 0 ? `${tenant} has no secrets.` : names.join('\n'));
    else shell.out(`${name} of ${tenant} is ${action === 'set' ? 'kept' : 'gone'}.`);
    return 0;
  },
};

/** Without a last line's end, which files and pipes leave behind. */
async function typed({ input, isTerminal, err }: Shell): Promise<string> {
  if (isTerminal) err('Type the value, then Enter and Ctrl-D.');
  return String(Buffer.concat((await input.toArray()).map((piece: string | Buffer) => Buffer.from(piece)))).replace(/\r?\n$/, '');
}

async function told(asked: SecretsAsked, shell: Shell, stage: string | undefined): Promise<readonly string[]> {
  if (!isOnAws(shell, stage)) {
    const { names } = await withServer(shell, { works: false }, (api) => api.ask('POST', '/api/local/secrets', asked));
    return names as readonly string[]; // Our own server's.
  }
  const [{ checkSecrets }, { recordsOfStage }] = await Promise.all([import('../../core/check-secrets.ts'), import('../../aws/publishing.ts')]);
  return checkSecrets(asked, (await recordsOfStage(shell.env, stage)).secrets);
}
