import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';

/** A request on its way to a stand-in of this process. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answered {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** What answers within this process. */
export type Ask = (asked: Asked) => Promise<Answered>;

/** As much of the SDK's as is used here. */
interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Carries a client's calls to a stand-in of this process without a socket: half of what such a call costs. Its lines are as they would be on the wire. What waits when it is destroyed fails, as it does there. */
function inside(ask: Ask) {
  const waiting = new Set<(cause: Error) => void>();
  let isDestroyed = false;
  return {
    async handle({ method, path, headers, body }: Request, { abortSignal }: { abortSignal?: object } = {}): Promise<{ response: Answered }> {
      const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
      if (signal?.aborted) throw abortError();
      if (isDestroyed) throw hungUp();
      const ended = Promise.withResolvers<never>();
      const aborted = () => ended.reject(abortError());
      signal?.addEventListener('abort', aborted);
      waiting.add(ended.reject);
      try {
        return { response: await Promise.race([ask({ method, path, headers: inSmallLetters(headers), body: textOf(body) }), ended.promise]) };
      } finally {
        waiting.delete(ended.reject);
        signal?.removeEventListener('abort', aborted);
      }
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {
      isDestroyed = true;
      for (const fail of waiting) fail(hungUp());
    },
  };
}

/** A client's setting for it, where there is one. */
export const insideOf = ({ ask }: { readonly ask?: Ask }) => (ask ? { requestHandler: inside(ask) } : {});

const hungUp = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
const abortError = () => Object.assign(new Error('Request aborted'), { name: 'AbortError' });

const inSmallLetters = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function textOf(body: unknown): string {
  if (body === undefined || typeof body === 'string') return body ?? '';
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  throw new TypeError('A body that streams goes over a socket.');
}

/** Asks a server that reads a request by its events and ends its answer in one go, as dynalite does. */
export const askedOf =
  (server: Server): Ask =>
  ({ body, ...head }) =>
    new Promise((resolve) => {
      const request = Object.assign(new EventEmitter(), { url: head.path, ...head });
      const response = new Response(resolve);
      server.emit('request', request, response);
      queueMicrotask(() => {
        if (body !== '') request.emit('data', Buffer.from(body));
        request.emit('end');
      });
    });

/** As much of Node's as such a server uses. */
class Response extends EventEmitter {
  statusCode = 200;
  readonly #headers: Record<string, string> = {};
  readonly #resolve: (answered: Answered) => void;

  constructor(resolve: (answered: Answered) => void) {
    super();
    this.#resolve = resolve;
  }

  setHeader(name: string, value: unknown): void {
    this.#headers[name.toLowerCase()] = String(value);
  }

  removeHeader(name: string): void {
    delete this.#headers[name.toLowerCase()];
  }

  end(body = ''): void {
    this.#resolve({ statusCode: this.statusCode, headers: this.#headers, body: Buffer.from(body) });
  }
}
