import { Worker } from 'node:worker_threads';
import { StorageFailed } from '../../errors.ts';

/** What the thread is made with. */
export interface Given {
  readonly path: string;
  readonly rawMs: number;
  /** Without a question for so long, ms, it is let go: it takes some 20 MiB. With more checks than a few a minute it stays. */
  readonly idleMs: number;
}

type Question =
  | { readonly kind: 'append'; readonly batch: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'read'; readonly series: string; readonly from: number; readonly to: number; readonly parts: number; readonly now: number }
  | { readonly kind: 'drop'; readonly series: string }
  | { readonly kind: 'sweep'; readonly now: number; readonly begins: boolean }
  | { readonly kind: 'close' };

/** What the thread is asked. */
export type Asked = Question & { readonly id: number };

export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly failed?: unknown;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (cause: StorageFailed) => void;
}

/** Of the thread's heap: what it makes is gone at once. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/** The thread that has the file: it begins with the first question, and again with the next one after it ended, however it ended. */
export class SeriesThread {
  readonly #given: Given;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #ending: Promise<unknown> | undefined;
  #asked = 0;
  readonly #waiting = new Map<number, Waiting>();

  constructor(given: Given) {
    this.#given = given;
  }

  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** What the thread answers; `T` is what KeptSeries gives. Rejects with StorageFailed. */
  async ask<T>(question: Question): Promise<T> {
    // Two would wait for each other's lock on the file.
    await this.#ending;
    this.#worker ??= this.#begin();
    const id = ++this.#asked;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#waiting.set(id, { resolve, reject });
    this.#worker.postMessage({ id, ...question } satisfies Asked, question.kind === 'append' ? [question.batch.buffer] : []);
    return promise;
  }

  /** Ends it at once: what was acknowledged is in the file. */
  async end(why = 'it was closed'): Promise<void> {
    clearTimeout(this.#idle);
    this.#ending = this.#worker?.terminate();
    this.#left(why);
    await this.#ending;
  }

  #begin(): Worker {
    // Built, it is JavaScript that lies there.
    const made = new Worker(new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url), {
      workerData: this.#given,
      resourceLimits,
    });
    made.unref();
    made.on('message', ({ id, value, failed }: Answer) => {
      const found = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (failed === undefined) found?.resolve(value as never);
      else found?.reject(new StorageFailed('A series', failed));
      if (this.#waiting.size === 0) this.#rest();
    });
    const left = (cause: unknown) => {
      if (made === this.#worker) this.#left(cause);
    };
    made.on('error', left);
    made.on('exit', left);
    return made;
  }

  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      if (this.#waiting.size === 0) void this.end('nothing was asked for');
    }, this.#given.idleMs).unref();
  }

  /** It is gone: whoever waits for it hears so. */
  #left(cause: unknown): void {
    const all = [...this.#waiting.values()];
    this.#worker = undefined;
    this.#waiting.clear();
    for (const { reject } of all) reject(new StorageFailed('A series', new Error(`the thread of series ended: ${cause}`)));
  }
}
