import { type ChildProcess, fork } from 'node:child_process';
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

const runtime = join(import.meta.dirname, 'runtime.ts');
/** Lambda: a module has so long to load, ms. */
const initMs = 10_000;

/** A process of a function, with nothing of this machine's environment in it. Between two events it is stopped, as Lambda freezes it: what is not awaited doesn't go on. */
export class Sandbox {
  readonly id: string;
  readonly #child: ChildProcess;
  #heard: (message: FromSandbox | 'exit') => void = () => {};
  #isOver = false;
  readonly #loaded: Promise<HandlerError | null>;
  /** Resolves when its process has ended. */
  readonly over: Promise<void>;

  constructor({ id, file, env, memoryMb, line }: SandboxOptions) {
    this.id = id;
    this.#child = fork(runtime, [file], {
      // What is compiled is kept beside it for the next process: a test starts many.
      env: { ...env, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: join(dirname(file), 'compiled') },
      execArgv: [`--max-old-space-size=${memoryMb}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    keep(this.#child.pid);
    for (const stream of [this.#child.stdout, this.#child.stderr]) byLines(stream, line);
    this.over = new Promise((resolve) => this.#child.once('exit', () => resolve()));
    void this.over.then(() => {
      this.#isOver = true;
      this.#heard('exit');
    });
    this.#child.on('message', (message: FromSandbox) => this.#heard(message));
    this.#child.on('error', () => {});
    this.#loaded = this.#next(initMs).then((message) => {
      if (message === 'late') return { errorType: 'Sandbox.Timedout', errorMessage: 'Init timed out', trace: [] };
      if (message === 'exit') return exited;
      return message.kind === 'broken' ? message.error : null;
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Hands an event over once its module is loaded; one at a time. Past `remainingMs` the process is ended. */
  async invoke({ remainingMs, ...rest }: ToSandbox): Promise<Ended> {
    const broken = await this.#loaded;
    if (broken || this.#isOver) return this.#ended(broken ?? exited);
    this.#signal('SIGCONT');
    const next = this.#next(remainingMs);
    this.#child.send({ ...rest, remainingMs } satisfies ToSandbox, () => {});
    const message = await next;
    if (message === 'exit') return this.#ended(exited);
    if (message === 'late')
      return this.#ended({
        errorType: 'Sandbox.Timedout',
        errorMessage: `Task timed out after ${(remainingMs / 1_000).toFixed(2)} seconds`,
        trace: [],
      });
    this.#signal('SIGSTOP');
    // What it wrote before its answer lies in a pipe of its own: it is heard first.
    await turn();
    if (message.kind === 'answered') return { payload: message.payload, isOver: false };
    return message.kind === 'failed' ? { error: message.error, isOver: false } : this.#ended(exited);
  }

  /** Ends it, whatever it does. */
  kill(): void {
    this.#signal('SIGKILL');
  }

  #ended(error: HandlerError): Ended {
    this.kill();
    return { error, isOver: true };
  }

  #signal(signal: NodeJS.Signals): void {
    if (!this.#isOver) this.#child.kill(signal);
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

function byLines(stream: NodeJS.ReadableStream | null, line: (text: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const one of lines) line(one);
  });
}
