import type { Socket } from 'node:net';
import { errorBody } from './answer.ts';

const answers: Readonly<Record<string, readonly [number, string, string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'timeout', 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'headers', 'The headers are over 16 KiB.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Payload Too Large', 'too_large', 'The chunk extensions are over 16 KiB.'],
};

/** Answers what isn't HTTP, or came too slowly to be a request: there is no response object for it, only the socket. */
export function onBrokenRequest(cause: Error & { code?: string }, duplex: unknown): void {
  const socket = duplex as Socket; // Node: for an http server a net.Socket.
  const inAnswer = '_httpMessage' in socket && isStarted(socket._httpMessage);
  if (cause.code === 'ECONNRESET' || !socket.writable || inAnswer) {
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

/** Whether an answer is already on its way down this socket: nothing may be written into its middle. */
function isStarted(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'headersSent' in message && message.headersSent === true;
}
