import { connect, type Socket } from 'node:net';

/** A keep-alive HTTP/1.1 connection with one request on its way at a time: the least a client can cost. */
export interface Connection {
  /** Sends prepared bytes and calls back with the status when the whole response is there; 0 when the connection broke. */
  send(request: Buffer, done: (status: number) => void): void;
  close(): void;
}

/** Opens one on loopback. */
export function connection(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(over(socket));
    });
  });
}

function over(socket: Socket): Connection {
  let waiting: ((status: number) => void) | undefined;
  let received = '';
  const finish = (status: number) => {
    const done = waiting;
    waiting = undefined;
    received = '';
    done?.(status);
  };
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received = received === '' ? chunk : received + chunk;
    if (isWhole(received)) finish(Number(received.slice(9, 12)));
  });
  socket.on('error', () => finish(0));
  socket.on('close', () => finish(0));
  return {
    send(request, done) {
      waiting = done;
      if (socket.destroyed) finish(0);
      else socket.write(request);
    },
    close: () => socket.destroy(),
  };
}

const contentLength = /\r\ncontent-length: *(\d+)/i;

/** Whether a response is there to its last byte; it is either counted or chunked. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = contentLength.exec(text);
  if (length && length.index <= end) return text.length >= end + 4 + Number(length[1]);
  return text.endsWith('0\r\n\r\n') || /^HTTP\/1.1 (204|304)/.test(text);
}
