import { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { errorBody } from './answer.ts';

const answers: Readonly<Record<string, readonly [number, string, string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'timeout', 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'headers', 'The headers are over 16 KiB.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Payload Too Large', 'too_large', 'The chunk extensions are over 16 KiB.'],
};

/**
 * Answers what isn't HTTP, or came too slowly to be a request: there is no response object for it, only the socket. Whole requests before it on the same
 * connection are answered first, so that none of them takes this for its answer.
 */
export function onBrokenRequest(cause: Error & { code?: string }, duplex: unknown): void {
  const socket = duplex as Socket; // Node: for an http server a net.Socket.
  const before = '_httpMessage' in socket && socket._httpMessage instanceof ServerResponse ? socket._httpMessage : undefined;
  if (before?.req.complete && !before.writableFinished && cause.code !== 'ECONNRESET' && socket.writable) {
    // The next answer of the connection, if there is one, takes its turn in this same event.
    before.once('finish', () => onBrokenRequest(cause, duplex));
    return;
  }
  if (cause.code === 'ECONNRESET' || !socket.writable || before?.headersSent) {
    socket.destroy();
    return;
  }
  const [status, phrase, code, message] = answers[cause.code ?? ''] ?? [400, 'Bad Request', 'bad_request', 'This is no HTTP request.'];
  const body = errorBody(code, message);
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
