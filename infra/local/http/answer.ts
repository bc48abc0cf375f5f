import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpAnswer } from '../../../shared/channel/channel.ts';

/** Bytes that a refused sender may still send, and the time it has for them, before the connection is cut. */
const lingerBytesMax = 8 * 1_048_576;
const lingerMs = 1_000;

/** Writes an answer whole, with its length. */
export function answer(res: ServerResponse, { status, headers, body }: HttpAnswer): void {
  if (res.headersSent || res.destroyed) return;
  if (body === undefined && headers === undefined) {
    // Most acknowledgements: Node then says by itself that nothing follows, for less than it takes to tell it.
    res.statusCode = status;
    res.end();
    return;
  }
  if (body === undefined) {
    res.writeHead(status, status === 204 ? headers : { ...headers, 'content-length': 0 });
    res.end();
    return;
  }
  res.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  res.end(body);
}

/** Bellhop's own error body. */
export function errorBody(code: string, message: string, hint?: string): string {
  return JSON.stringify({ error: { code, message, ...(hint === undefined ? {} : { hint }) } });
}

/**
 * Refuses a request whose body may still be on its way. The connection ends, but only after what is still sent has been thrown away for a moment:
 * closed at once, the sender would see a reset instead of the answer.
 */
export function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = errorBody(code, message);
  if (req.complete || hasNoBody(req)) {
    answer(res, { status, headers: { 'content-type': 'application/json', ...headers }, body });
    return;
  }
  res.writeHead(status, { 'content-type': 'application/json', ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' });
  res.write(body);
  let thrownAway = 0;
  const end = () => {
    clearTimeout(timer);
    res.end();
  };
  const timer = setTimeout(end, lingerMs);
  req.on('data', (chunk: Buffer) => {
    thrownAway += chunk.length;
    if (thrownAway > lingerBytesMax) end();
  });
  req.once('end', end);
  req.once('close', end);
}

/** Whether the headers already say that no body follows. */
export function hasNoBody(req: IncomingMessage): boolean {
  const length = req.headers['content-length'];
  return (length === undefined || length === '0') && req.headers['transfer-encoding'] === undefined;
}
