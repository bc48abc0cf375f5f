import { type ChildProcess, spawn } from 'node:child_process';
import { canPin, cores, type Side } from '../machine.ts';

/** A process of its own, kept to its side's core, that answers questions. */
export interface Child {
  readonly pid: number;
  /** The last of what it wrote to standard error. */
  complaints(): string;
  /** Asks one of what it `answers`; rejects when it can't, or ends before. */
  ask<T>(question: string, about?: unknown): Promise<T>;
  /** Ends it with a signal and waits until it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

export interface ChildOptions {
  readonly side: Side;
  /** Options of node itself: `--expose-gc`. */
  readonly node?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** How long one answer may take, ms; default 300,000. */
  readonly patienceMs?: number;
}

/** A process that was asked to end has so long, ms; then it is killed. */
const graceMs = 15_000;

/** Starts a module of this folder; resolves when it is ready to be asked. */
export async function startChild(module: string, { side, node = [], args = [], env = {}, cwd, patienceMs = 300_000 }: ChildOptions): Promise<Child> {
  const line = [process.execPath, ...node, '--disable-warning=ExperimentalWarning', module, ...args];
  const [command = '', ...rest] = canPin ? ['taskset', '-c', String(cores[side]), ...line] : line;
  const child = spawn(command, rest, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { ...plainEnv(), ...env }, cwd });
  const complaints = lastWords(child);
  const gone = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`${module} ended (${signal ?? code}) before it answered.${complaints()}`)));
  });
  gone.catch(() => {});
  // A benchmark that is interrupted leaves nothing running.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  await within(patienceMs, `${module} is not ready`, Promise.race([gone, messageWhere(child, (sent) => 'ready' in sent)]));

  let questions = 0;
  return {
    pid: child.pid ?? 0,
    complaints,
    async ask<T>(question: string, about?: unknown) {
      const id = ++questions;
      const answered = messageWhere(child, (sent) => 'id' in sent && sent.id === id);
      child.send({ id, question, about });
      const answer = await within(patienceMs, `${module} does not answer ${question}`, Promise.race([gone, answered]));
      if ('error' in answer) throw new Error(`${module}: ${answer.error}${complaints()}`);
      return ('answer' in answer ? answer.answer : undefined) as T;
    },
    async end(signal = 'SIGKILL') {
      process.off('exit', kill);
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill(signal);
        const late = setTimeout(kill, graceMs);
        await ended;
        clearTimeout(late);
      }
    },
  };
}

/** The environment without anybody's settings: a benchmark measures what it sets itself. */
export function plainEnv(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }) };
}

/** Keeps the last of what a process writes to standard error: a server that complains at each request would bury the table. */
export function lastWords(child: ChildProcess): () => string {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-2_000);
  });
  return () => (words === '' ? '' : `\nIt wrote:\n${words}`);
}

function messageWhere(child: ChildProcess, fits: (sent: object) => boolean): Promise<object> {
  return new Promise((resolve) => {
    const listen = (sent: unknown) => {
      if (typeof sent !== 'object' || sent === null || !fits(sent)) return;
      child.off('message', listen);
      resolve(sent);
    };
    child.on('message', listen);
  });
}

async function within<T>(ms: number, what: string, waited: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${ms / 1_000} s.`)), ms);
  });
  try {
    return await Promise.race([waited, late]);
  } finally {
    clearTimeout(timer);
  }
}
