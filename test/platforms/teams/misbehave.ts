import type { ServerResponse } from 'node:http';

/** What a call is for. */
export type CallKind = 'metadata' | 'keys' | 'token' | 'create' | 'send' | 'reply' | 'update';

/** How a platform goes wrong. */
export type Fault =
  /** Refuses, and does nothing. */
  | {
      readonly status: number;
      readonly retryAfter?: string;
      readonly code?: string;
      readonly message?: string;
      readonly body?: string;
      readonly location?: string;
    }
  /** Takes it, and never answers; closes the socket; sends half its answer; or one byte of it at a time without end. */
  | 'timeout'
  | 'close'
  | 'half'
  | 'drip';

export interface Misbehaviour {
  readonly on: CallKind;
  readonly how: Fault;
  /** Default 1. */
  readonly times?: number;
}

/** Faults in waiting, the oldest of a kind first. */
export function misbehaviours() {
  const waiting: { on: CallKind; how: Fault; left: number }[] = [];
  return {
    add: ({ on, how, times = 1 }: Misbehaviour) => void waiting.push({ on, how, left: times }),
    take(kind: CallKind): Fault | undefined {
      const at = waiting.findIndex(({ on }) => on === kind);
      const found = waiting[at];
      if (!found) return undefined;
      if (--found.left === 0) waiting.splice(at, 1);
      return found.how;
    },
  };
}

/** Answers so. A drip stops when the other side has gone. */
export function misbehave(fault: Fault, response: ServerResponse, answer: string): void {
  if (typeof fault === 'object') {
    const { status, retryAfter, code = 'ServiceError', message = 'as you wished', body, location } = fault;
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
      ...(location ? { location } : {}),
    });
    response.end(body ?? JSON.stringify({ error: { code, message } }));
  } else if (fault === 'close') {
    response.socket?.destroy();
  } else if (fault === 'half') {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
    response.write(answer.slice(0, answer.length / 2), () => response.socket?.destroy());
  } else if (fault === 'drip') {
    response.writeHead(201, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  }
}
