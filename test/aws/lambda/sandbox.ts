import { fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { keep } from './keeper.ts';

/** An event on its way into a sandbox. */
export interface ToSandbox {
  readonly event: unknown;
  /** The context, but for what are functions. */
  readonly context: object;
  readonly remainingMs: number;
  readonly clockOffsetMs: number;
  readonly trace: string;
}

/** What a handler threw, as Lambda says it. */
export interface HandlerError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

export type FromSandbox =
  | { readonly kind: 'ready' }
  /** Its module could not be loaded. */
  | { readonly kind: 'broken'; readonly error: HandlerError }
  | { readonly kind: 'answered'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: HandlerError };

/** What became of an event: the answer as JSON, or the error. `isOver`: the process has ended, or was ended. */
export type Ended = ({ readonly payload: string } | { readonly error: HandlerError }) & { readonly isOver: boolean };

export interface SandboxOptions {
  /** Names it among all. */
  readonly id: string;
  /** The function's module. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** Hears each line that it writes. */
  readonly line: (text: string) => void;
}

/** The process of a sandbox, as far as a sandbox needs it. */
export interface SandboxProcess {
  readonly pid: number;
  /** Resolves when it has ended. */
  readonly over: Promise<void>;
  send(message: ToSandbox): void;
  hear(listener: (message: FromSandbox) => void): void;
  /** It stands still until it is woken. */
  freeze(): void;
  wake(): void;
  kill(): void;
}

const runtime = join(import.meta.dirname, 'runtime.ts');
/** Lambda: a module has so long to load, ms. */
const initMs = 10_000;

/** A process of its own, with nothing of this machine's environment in it. */
export function ownProcess({ file, env, memoryMb, line }: SandboxOptions): SandboxProcess {
  const child = fork(runtime, [file], {
    // What is compiled is kept beside it for the next process: a test starts many.
    env: { ...env, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: join(dirname(file), 'compiled') },
    execArgv: [`--max-old-space-size=${memoryMb}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  keep(child.pid);
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', byLines(line));
  child.on('error', () => {});
  return {
    pid: child.pid ?? 0,
    over: new Promise((resolve) => child.once('exit', () => resolve())),
    send: (message) => void child.send(message, () => {}),
    hear: (listener) => void child.on('message', listener),
    freeze: () => void child.kill('SIGSTOP'),
    wake: () => void child.kill('SIGCONT'),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** A process of a function. Between two events it is stopped, as Lambda freezes it: what is not awaited doesn't go on. */
export class Sandbox {
  readonly id: string;
  readonly #process: SandboxProcess;
  #heard: (message: FromSandbox | 'exit') => void = () => {};
  #isOver = false;
  readonly #loaded: Promise<HandlerError | null>;

  constructor(id: string, process: SandboxProcess) {
    this.id = id;
    this.#process = process;
    void process.over.then(() => {
      this.#isOver = true;
      this.#heard('exit');
    });
    process.hear((message) => this.#heard(message));
    this.#loaded = this.#next(initMs).then((message) => {
      if (message === 'late') return { errorType: 'Sandbox.Timedout', errorMessage: 'Init timed out', trace: [] };
      if (message === 'exit') return exited;
      return message.kind === 'broken' ? message.error : null;
    });
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Resolves when its process has ended. */
  get over(): Promise<void> {
    return this.#process.over;
  }

  /** Hands an event over once its module is loaded; one at a time. Past `remainingMs` the process is ended. */
  async invoke({ remainingMs, ...rest }: ToSandbox): Promise<Ended> {
    const broken = await this.#loaded;
    if (broken || this.#isOver) return this.#ended(broken ?? exited);
    this.#process.wake();
    const next = this.#next(remainingMs);
    this.#process.send({ ...rest, remainingMs });
    const message = await next;
    if (message === 'exit') return this.#ended(exited);
    if (message === 'late')
      return this.#ended({
        errorType: 'Sandbox.Timedout',
        errorMessage: `Task timed out after ${(remainingMs / 1_000).toFixed(2)} seconds`,
        trace: [],
      });
    this.#process.freeze();
    // What it wrote before its answer lies in a pipe of its own: it is heard first.
    await turn();
    if (message.kind === 'answered') return { payload: message.payload, isOver: false };
    return message.kind === 'failed' ? { error: message.error, isOver: false } : this.#ended(exited);
  }

  /** Ends it, whatever it does. */
  kill(): void {
    if (!this.#isOver) this.#process.kill();
  }

  #ended(error: HandlerError): Ended {
    this.kill();
    return { error, isOver: true };
  }

  #next(withinMs: number): Promise<FromSandbox | 'exit' | 'late'> {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve('late'), withinMs);
      this.#heard = (message) => {
        clearTimeout(late);
        resolve(message);
      };
    });
  }
}

const exited: HandlerError = { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited without providing a reason', trace: [] };

/** Tells what it is given piece by piece, line by line. */
export function byLines(line: (text: string) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const one of lines) line(one);
  };
}
