import type { ServerResponse } from 'node:http';
import { breakOff } from '../break-off.ts';

/** What goes wrong with the next calls: of one method or any, so many times (default once). */
export type Misbehaviour = Fault & { readonly method?: string; readonly times?: number };

type Fault =
  /** Too many requests; with the seconds to wait, or without a word. */
  | { readonly kind: '429'; readonly retryAfter?: number }
  /** The server's own failure; 502 and 504 come as a gateway's page. */
  | { readonly kind: '500' | '502' }
  /** Takes the call and never answers. */
  | { readonly kind: 'silence' }
  /** Breaks off in the middle of the answer. */
  | { readonly kind: 'half' }
  /** Closes the connection without a word. */
  | { readonly kind: 'close' }
  /** Sends a byte now and then, for ever. */
  | { readonly kind: 'drip' }
  /** A 200 that is no answer of Telegram's: an empty object, a page. */
  | { readonly kind: 'nonsense' | 'page' }
  /** A 200 whose result is of another kind than asked for. */
  | { readonly kind: 'yes' }
  /** Does what was asked, and closes before saying so. */
  | { readonly kind: 'lost' };

/** The faults that wait for a call. */
export function misbehaviours() {
  const waiting: { fault: Misbehaviour; left: number }[] = [];
  return {
    add(fault: Misbehaviour): void {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    clear(): void {
      waiting.length = 0;
    },
    take(method: string): Misbehaviour | undefined {
      const next = waiting.find(({ fault, left }) => left > 0 && (fault.method === undefined || fault.method === method));
      if (next) next.left--;
      return next?.fault;
    },
  };
}

/** Plays it; answers the status that the caller saw, 0 for none. */
export function misbehave(fault: Misbehaviour, response: ServerResponse): number {
  const json = (status: number, body: object) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  switch (fault.kind) {
    case '429': {
      const wait = fault.retryAfter === undefined ? {} : { parameters: { retry_after: fault.retryAfter } };
      json(429, { ok: false, error_code: 429, description: `Too Many Requests: retry after ${fault.retryAfter ?? ''}`, ...wait });
      return 429;
    }
    case '500':
      json(500, { ok: false, error_code: 500, description: 'Internal Server Error' });
      return 500;
    case '502':
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html>502 Bad Gateway</html>');
      return 502;
    case 'nonsense':
      json(200, {});
      return 200;
    case 'page':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please sign in to this network</html>');
      return 200;
    case 'yes':
      json(200, { ok: true, result: true });
      return 200;
    case 'silence':
      return 0;
    case 'half':
    case 'close':
    case 'drip':
      breakOff(fault.kind, response, '{"ok":true,"result":{"message_');
      return 0;
    case 'lost':
      breakOff('close', response, '');
      return 0;
  }
}
