import { resolve } from 'node:path';
import { BellhopError } from '../../shared/errors.ts';
import { readServerFile } from '../local/server-file.ts';
import { readSettings } from '../settings/read.ts';
import type { Shell } from './verb.ts';

/** A server to ask: one that runs already, or one of our own for as long as the verb takes. */
export interface Api {
  readonly origin: string;
  readonly token: string;
  /** Answers the JSON it got. Throws BellhopError with the server's own words for an error. */
  ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>>;
}

/** How long a running server may take to say that it lives, ms. */
const aliveTimeoutMs = 2_000;

/**
 * Asks the server that holds the data folder; when none runs, opens the data folder itself, on loopback and any free port, and closes it again.
 * `works`: whether that one also runs what is in the queue.
 */
export async function withServer<T>(shell: Shell, { works }: { readonly works: boolean }, then: (api: Api) => Promise<T>): Promise<T> {
  const running = await runningServer(shell);
  if (running) return then(running);
  const { startLocal } = await import('../local/run.ts');
  const env = { LOG_LEVEL: 'warn', ...shell.env, HOST: '127.0.0.1', PORT: '0' };
  const local = await startLocal(env, { works, reaches: false, output: { write: (line) => shell.err(line.trimEnd()) }, pretty: shell.isTerminal });
  try {
    return await then(apiOf(local.origin, local.token));
  } finally {
    await local.stop();
  }
}

/** The server that holds the data folder, if one answers. */
export async function runningServer(shell: Shell): Promise<Api | null> {
  const file = readServerFile(resolve(dataOf(shell)));
  if (!file) return null;
  const api = apiOf(file.url, file.token);
  // A server that was killed leaves its file; then nobody answers, or a stranger who doesn't know the token.
  const isOurs = await fetch(`${file.url}/api/local/dead`, {
    headers: { authorization: `Bearer ${file.token}` },
    signal: AbortSignal.timeout(aliveTimeoutMs),
  }).then(
    (response) => response.ok,
    () => false,
  );
  return isOurs ? api : null;
}

/** The data folder; of wrong settings only those that matter here are told by the one who opens it. */
function dataOf(shell: Shell): string {
  const data = shell.env.BELLHOP_DATA;
  return readSettings(data === undefined ? {} : { BELLHOP_DATA: data }).data;
}

/** The server ended while it was talked to. */
export function serverGone(origin: string, cause?: unknown): BellhopError {
  return new BellhopError('server_gone', `The server at ${origin} went away.`, {
    hint: 'See its log, and try again: what it had accepted is kept.',
    cause,
  });
}

function apiOf(origin: string, token: string): Api {
  return {
    origin,
    token,
    async ask(method, path, body) {
      let response: Response;
      try {
        response = await fetch(`${origin}${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      } catch (cause) {
        throw serverGone(origin, cause);
      }
      const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>; // Our own server's JSON.
      if (response.ok) return answer;
      const { code, message, hint } = { ...(answer.error as Record<string, unknown> | undefined) };
      throw new BellhopError(
        typeof code === 'string' ? code : 'server',
        typeof message === 'string' ? message : `The server answered ${response.status}.`,
        typeof hint === 'string' ? { hint } : {},
      );
    },
  };
}
