import type { ServerResponse } from 'node:http';

/** How the platform fails. `half`, `drip` and `silent-after` have done what was asked; the others have not. */
export type Misbehaviour =
  | { readonly kind: 'limited'; readonly retryAfterS?: number }
  | { readonly kind: 'error'; readonly status: number }
  | { readonly kind: 'closed' | 'half' | 'drip' | 'silent' | 'silent-after' | 'nonsense' };

/** Whether the call takes effect before the answer goes wrong. */
export function takesEffect({ kind }: Misbehaviour): boolean {
  return kind === 'half' || kind === 'drip' || kind === 'silent-after';
}

/** Answers wrongly. A `drip` goes on until the other side gives up. */
export function answerWrongly(how: Misbehaviour, response: ServerResponse, body: string): void {
  switch (how.kind) {
    case 'limited':
      response
        .writeHead(429, how.retryAfterS === undefined ? {} : { 'retry-after': String(how.retryAfterS) })
        .end('{"ok":false,"error":"ratelimited"}');
      return;
    case 'error':
      response.writeHead(how.status, { 'content-type': 'text/html' }).end('<html>Something went wrong</html>');
      return;
    case 'nonsense':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please sign in to the guest network</html>');
      return;
    case 'closed':
      response.socket?.destroy();
      return;
    case 'half':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) });
      response.write(body.slice(0, body.length >> 1), () => response.socket?.destroy());
      return;
    case 'drip': {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
      const drop = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drop));
      return;
    }
    case 'silent':
    case 'silent-after':
      return;
  }
}
