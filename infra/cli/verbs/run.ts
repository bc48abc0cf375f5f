import { userInfo } from 'node:os';
import { render } from '../../../bots/terminal/render.ts';
import type { Reply } from '../../../shared/reply/reply.ts';
import { withServer } from '../server.ts';
import { UsageError, type Verb } from '../verb.ts';

/**
 * `run "check example.com"`: one command, its answer on standard output. Asks the running server, or opens the data folder for this one command, so that
 * what it leaves (a reminder) is kept either way. Exits 1 when it failed, was not understood, asks something back, or answers with an error.
 */
export const run: Verb = {
  usage: 'run "check example.com"',
  summary: 'One command, answer on standard output',
  words: [1, 100],
  run(words, shell, { json }) {
    const text = words.join(' ').trim();
    if (text === '') throw new UsageError('bellhop run: there are no words to run.');
    return withServer(shell, { works: false }, async (api) => {
      const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
      const outcome = await api.ask('POST', '/api/local/run', { text, user: userInfo().username, timeZone, locale });
      const replies = (Array.isArray(outcome.replies) ? outcome.replies : []) as readonly Reply[]; // Our own server's.
      if (json) shell.out(JSON.stringify(outcome));
      else for (const reply of replies) shell.out(lines(reply, shell.isTerminal));
      const isAnswered = outcome.state === 'done' && !replies.some(({ severity }) => severity === 'error');
      if (outcome.state === 'waiting' && !json) shell.err('It needs an answer: give everything in one line, or use `bellhop simulate`.');
      return isAnswered && !isMisunderstood(text, outcome.name) ? 0 : 1;
    });
  },
};

/** Its words were no command: it answered with help nobody asked for. */
function isMisunderstood(text: string, name: unknown): boolean {
  return name === 'help' && !/^(help|\?)/i.test(text);
}

/** Buttons can't be pressed here, so none are shown. */
function lines({ actions: _, ...reply }: Reply, isTerminal: boolean): string {
  const place = { channel: 'terminal', bot: 'main', tenant: 'local', conversation: 'prompt' };
  const [{ text, styled }] = render(reply, { place, locale: 'en', timeZone: 'UTC', token: () => '' });
  return isTerminal ? styled : text;
}
