import { withServer } from '../server.ts';
import { type ExitCode, type Shell, UsageError, type Verb } from '../verb.ts';

/** `dead`: the commands that no run helped, and the replies that no try delivered. */
export const dead: Verb = {
  usage: 'dead list | show ID | redrive ID… | drop ID…',
  summary: 'Dead letters: what they are, run or deliver them again, forget them',
  words: [1, 200],
  async run([action, ...ids], shell, { json }): Promise<ExitCode> {
    if (action === 'list' && ids.length === 0)
      return withServer(shell, { works: false }, (api) => list(api.ask('GET', '/api/local/dead'), shell, json));
    const [first] = ids;
    if (action === 'show' && first !== undefined && ids.length === 1) {
      return withServer(shell, { works: false }, async (api): Promise<ExitCode> => {
        const record = await api.ask('GET', `/api/local/dead/${encodeURIComponent(first)}`);
        shell.out(JSON.stringify(record, null, json ? undefined : 2));
        return 0;
      });
    }
    if ((action === 'redrive' || action === 'drop') && first !== undefined) {
      return withServer(shell, { works: false }, async (api): Promise<ExitCode> => {
        for (const id of ids) {
          const done = await api.ask('POST', `/api/local/dead/${encodeURIComponent(id)}/${action}`);
          shell.out(
            json
              ? JSON.stringify(done)
              : `${id} ${action === 'redrive' ? 'is open again: the running server, or the next start, takes it up.' : 'is dropped.'}`,
          );
        }
        return 0;
      });
    }
    throw new UsageError(`bellhop dead: "${[action, ...ids].join(' ')}" is not one of its forms.`);
  },
};

async function list(asked: Promise<Readonly<Record<string, unknown>>>, shell: Shell, json: boolean): Promise<0> {
  const answer = await asked;
  const letters = (Array.isArray(answer.dead) ? answer.dead : []) as readonly Readonly<Record<string, string>>[]; // Our own server's.
  if (json) shell.out(JSON.stringify(answer));
  else if (letters.length === 0) shell.out('There are no dead letters.');
  else {
    for (const { id, command, channel, from, acceptedAt, what, reason } of letters) {
      shell.out(`${id}  ${acceptedAt}  ${command} by ${from} on ${channel}\n  ${what}: ${reason}`);
    }
  }
  return 0;
}
