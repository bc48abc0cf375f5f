import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach } from 'vitest';

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

/** A name server that answers each question with these records: a type's number and its data. `flags`: 0x8180 is an answer, 0x8183 no such name. */
export async function serving(records: readonly (readonly [number, Buffer])[], flags = 0x8180): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (asked, from) => {
    const end = asked.indexOf(0, 12) + 5;
    const head = Buffer.from(asked.subarray(0, 12));
    head.writeUInt16BE(flags, 2);
    head.writeUInt16BE(records.length, 6);
    head.writeUInt32BE(0, 8);
    const answers = records.map(([type, data]) => {
      const lead = Buffer.from([0xc0, 12, type >> 8, type & 255, 0, 1, 0, 0, 0, 60, 0, 0]);
      lead.writeUInt16BE(data.length, 10);
      return Buffer.concat([lead, data]);
    });
    socket.send(Buffer.concat([head, asked.subarray(12, end), ...answers]), from.port, from.address);
  });
  return opened(socket);
}

/** One that answers with noise. */
export function noisy(): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (asked, { port, address }) => socket.send(Buffer.concat([asked.subarray(0, 2), Buffer.alloc(400, 0xff)]), port, address));
  return opened(socket);
}

/** One that answers nothing. */
export const silent = (): Promise<string> => opened(createSocket('udp4'));

async function opened(socket: Socket): Promise<string> {
  open.push(socket);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return `127.0.0.1:${socket.address().port}`;
}

const name = (...labels: string[]) =>
  Buffer.concat([...labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]), Buffer.from([0])]);
export const a = (...bytes: number[]) => [1, Buffer.from(bytes)] as const;
export const mx = (priority: number, ...labels: string[]) => [15, Buffer.concat([Buffer.from([0, priority]), name(...labels)])] as const;

export const text = (...parts: string[]) =>
  [16, Buffer.concat(parts.map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)])))] as const;
export const aaaa = (hex: string) => [28, Buffer.from(hex, 'hex')] as const;
