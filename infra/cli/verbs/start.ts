import { printerOf } from '../../../bots/terminal/channel.ts';
import type { Local } from '../../local/run.ts';
import { banner } from '../banner.ts';
import type { Verb } from '../verb.ts';

/** `start`: serves until a signal ends it; a second signal ends it at once. */
export const start: Verb = {
  usage: 'start',
  summary: 'Serve',
  words: [0, 0],
  async run(_, shell, { json }) {
    // At a prompt, what is merely worth knowing would stand between question and answer.
    const isPrompt = shell.isTerminal && process.stdin.isTTY === true;
    const env = isPrompt && shell.env.LOG_LEVEL === undefined ? { ...shell.env, LOG_LEVEL: 'warn' } : shell.env;
    const stopped = signalled();
    // Loaded here, so that `bellhop help` is quick.
    const { startLocal } = await import('../../local/run.ts');
    let print = (line: string): void => void process.stdout.write(line);
    const local = await startLocal(env, { pretty: shell.isTerminal, output: { write: (line) => print(line) } });
    const printer = local.on.map(printerOf).find((one) => one !== undefined);
    if (printer) print = (line) => printer(line.trimEnd());
    // A stray promise of some skill is told, and takes nobody else down with it; its command ends by its deadline.
    process.on('unhandledRejection', (cause) =>
      local.log.error({ err: cause, reason: 'unhandled rejection' }, 'A promise failed that nobody waited for.'),
    );
    const { text, data } = banner({ ...local, claim: await local.claim() });
    if (json) shell.out(JSON.stringify(data));
    // Beside JSON log lines the banner would be a line of its own kind.
    else if (shell.isTerminal) shell.out(text);
    else shell.err(text);
    await stopped;
    await stop(local, shell.err);
    return 0;
  },
};

/** A graceful stop has so long, ms; whatever hangs then is cut off: its lease ends by itself. */
const stopMaxMs = 9_500;

async function stop(local: Local, err: (text: string) => void): Promise<void> {
  const late = setTimeout(() => {
    err('Something did not end in time; it is taken up again at the next start.');
    process.exit(0);
  }, stopMaxMs);
  await local.stop();
  clearTimeout(late);
}

/** Resolves at the first SIGTERM or SIGINT. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    let signals = 0;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (++signals > 1) process.exit(1);
        resolve();
      });
    }
  });
}
