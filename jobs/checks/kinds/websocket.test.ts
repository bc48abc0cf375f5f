import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { listening, tools, web } from '../../../test/targets.ts';
import { websocket } from './websocket.ts';

const accept = (key: string | undefined) => createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
const frame = (opcode: number, text: string) => Buffer.concat([Buffer.from([opcode, text.length]), Buffer.from(text)]);

/** Opens, and lets `then` go on; each message heard is handed to `hears`. */
async function serving(then: (socket: Duplex, request: IncomingMessage) => void, key = accept): Promise<string> {
  const server = createServer();
  server.on('upgrade', (request, socket) => {
    socket.on('error', () => {});
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${key(request.headers['sec-websocket-key'])}\r\n\r\n`,
    );
    then(socket, request);
  });
  return `ws://good.test:${await listening(server)}/live?a`;
}

it('takes one that opens for up, and says by which headers it asks', async () => {
  let asked: unknown;
  const url = await serving((socket, { url, headers }) => {
    asked = [url, headers.authorization, headers['sec-websocket-protocol']];
    socket.resume();
  });
  const config = { url, headers: { authorization: { secret: 'token' } }, protocol: 'chat' };
  expect(await websocket.run(config, tools({ secrets: { token: 'Bearer abc' } }))).toMatchObject({ up: true });
  expect(asked).toEqual(['/live?a', 'Bearer abc', 'chat']);
  expect(await websocket.run(config, tools())).toMatchObject({ up: false, code: 'secret_missing', values: { name: 'token' } });
});

it('sends a message, masked, and waits for words, over pings and pieces', async () => {
  const heard: string[] = [];
  const url = await serving((socket) => {
    socket.on('data', (bytes: Buffer) => {
      const opcode = (bytes[0] ?? 0) & 15;
      const mask = bytes.subarray(2, 6);
      const text = Buffer.from(bytes.subarray(6, 6 + ((bytes[1] ?? 0) & 127)).map((byte, i) => byte ^ (mask[i % 4] ?? 0))).toString();
      heard.push(`${opcode} ${text}`);
      if (opcode !== 1) return;
      socket.write(frame(0x89, 'p'));
      socket.write(frame(0x01, 'all is '));
      socket.write(frame(0x80, 'well'));
    });
  });
  expect(await websocket.run({ url, send: 'how is it?', expect: 'all is well' }, tools())).toMatchObject({ up: true });
  expect(heard[0]).toBe('1 how is it?');
});

it('is down when the words do not come, or it is no WebSocket', async () => {
  const other = await serving((socket) => socket.write(Buffer.concat([frame(0x81, 'broken'), frame(0x88, '')])));
  expect(await websocket.run({ url: other, expect: 'well' }, tools())).toMatchObject({ up: false, code: 'phrase_missing', detail: 'broken' });
  const wrong = await serving(
    () => {},
    () => 'nonsense',
  );
  expect(await websocket.run({ url: wrong }, tools())).toMatchObject({ up: false, code: 'not_websocket' });
  const page = await web((_, answer) => answer.writeHead(404).end());
  expect(await websocket.run({ url: `ws://good.test:${page}/` }, tools())).toMatchObject({ up: false, status: 404, code: 'status' });
});

it('does not take in a frame that says it is huge', async () => {
  const bomb = Buffer.alloc(10);
  bomb[0] = 0x82;
  bomb[1] = 127;
  bomb.writeBigUInt64BE(2n ** 62n, 2);
  const url = await serving((socket) => socket.write(bomb));
  expect(await websocket.run({ url, expect: 'x' }, tools())).toMatchObject({ up: false, code: 'too_much' });
});
