import { main } from './main.ts';

/** Runs the command line as this process: its streams, its settings, its exit code. */
export async function runHere(line: readonly string[]): Promise<void> {
  // Node's own list of what it calls experimental says nothing to who runs this.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.stack ?? warning.message}\n`);
  });
  // Who reads only the beginning (`bellhop help | head`), or a log's reader that ends, is no failure of ours.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EPIPE') throw cause;
    });
  }
  process.exitCode = await main(line, {
    env: process.env,
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    input: process.stdin,
    isTerminal: process.stdout.isTTY === true,
  });
}
