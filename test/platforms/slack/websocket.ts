import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** The server's side of one WebSocket (RFC 6455), as far as a stand-in needs it: text frames below 64 KiB, ping and close. */
export interface ServerSocket {
  send(text: string): void;
  /** Says goodbye as the protocol asks. */
  close(): void;
  /** Cuts the line. */
  destroy(): void;
}

/** Answers an upgrade request; `onText` gets each text frame. */
export function acceptWebSocket(request: IncomingMessage, socket: Duplex, on: { text(text: string): void; closed(): void }): ServerSocket {
  const key = String(request.headers['sec-websocket-key']);
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  let unread = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    for (let frame = readFrame(unread); frame; frame = readFrame(unread)) {
      unread = unread.subarray(frame.size);
      if (frame.opcode === opcodes.text) on.text(frame.payload.toString());
      if (frame.opcode === opcodes.ping) socket.write(frameOf(opcodes.pong, frame.payload));
      if (frame.opcode === opcodes.close) socket.end(frameOf(opcodes.close, frame.payload));
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', on.closed);
  return {
    send: (text) => void socket.write(frameOf(opcodes.text, Buffer.from(text))),
    close: () => void socket.write(frameOf(opcodes.close, Buffer.from([0x03, 0xe8]))),
    destroy: () => void socket.destroy(),
  };
}

const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const;

function frameOf(opcode: number, payload: Buffer): Buffer {
  const long = payload.length > 125;
  const head = Buffer.from(long ? [0x80 | opcode, 126, payload.length >> 8, payload.length & 255] : [0x80 | opcode, payload.length]);
  return Buffer.concat([head, payload]);
}

/** A client's frame is masked. Null until it is there whole. */
function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; size: number } | null {
  if (bytes.length < 6) return null;
  const short = bytes.readUInt8(1) & 127;
  const lengthBytes = short === 126 ? 2 : 0;
  if (bytes.length < 6 + lengthBytes) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  const start = 6 + lengthBytes;
  if (bytes.length < start + length) return null;
  const mask = bytes.subarray(start - 4, start);
  const payload = Buffer.from(bytes.subarray(start, start + length).map((byte, i) => byte ^ (mask[i % 4] ?? 0)));
  return { opcode: bytes.readUInt8(0) & 15, payload, size: start + length };
}
