#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Before anything else is imported, so that the next start finds all of it compiled. npm's scripts name a folder for it, and so have this file itself compiled too.
enableCompileCache();
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
const { main } = await import('./main.ts');
const code = await main(process.argv.slice(2), {
  env: process.env,
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  input: process.stdin,
  isTerminal: process.stdout.isTTY === true,
});
process.exitCode = code;
