import { spawn } from 'node:child_process';
import type { HttpEvent } from '../../infra/aws/events/http.ts';
import { canPin, cores } from '../machine.ts';

/** Loads a bundle, as Lambda does with a function's module; with an event, calls it. Tells in ms: to load it; from the process's beginning to the answer; and the answer's status. */
const measuring = `
  const startedAt = performance.now();
  const { handler } = await import(process.argv[1]);
  const loadMs = performance.now() - startedAt;
  const event = process.argv[2] && JSON.parse(process.argv[2]);
  const answer = event ? await handler(event, { getRemainingTimeInMillis: () => 10_000 }) : undefined;
  process.stderr.write(JSON.stringify({ loadMs, coldMs: performance.now(), status: answer?.statusCode }), () => process.exit());`;

export interface Cold {
  readonly loadMs: number;
  readonly coldMs: number;
  readonly status?: number;
}

/** A fresh process, kept to the server's core, without any cache of compiled code. */
export async function cold(file: string, env: Readonly<Record<string, string>>, event?: HttpEvent): Promise<Cold> {
  const line = [process.execPath, '--disable-warning=ExperimentalWarning', '--input-type=module', '-e', measuring, file];
  const [command = '', ...args] = canPin ? ['taskset', '-c', String(cores.server), ...line] : line;
  const child = spawn(command, [...args, ...(event ? [JSON.stringify(event)] : [])], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, NODE_DISABLE_COMPILE_CACHE: '1', ...env },
  });
  let told = '';
  for await (const chunk of child.stderr.setEncoding('utf8')) told += chunk;
  try {
    return JSON.parse(told) as Cold;
  } catch {
    throw new Error(`${file} could not be measured: ${told}`);
  }
}
