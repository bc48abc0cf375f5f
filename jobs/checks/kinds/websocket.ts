import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { z } from 'zod';
import type { Attempt } from './attempt.ts';
import { bareHost } from './dial.ts';
import { Failure, failureOf } from './failure.ts';
import { checkKind, common } from './make.ts';
import { revealed, textOrSecret } from './secret.ts';
import { certificateDays, trust } from './secure.ts';
import { open } from './tcp.ts';
import { checkDays } from './tls.ts';
import { Wire } from './wire.ts';

const config = z.strictObject({
  url: z.url({ protocol: /^wss?$/, error: 'Write an address like wss://example.com/live.' }).max(2_048),
  headers: z.record(z.string().regex(/^[!#$%&'*+.^`|~\w-]+$/, 'That is no name of a header.'), textOrSecret).optional(),
  protocol: z.string().max(200).optional().describe('The subprotocol that is asked for.'),
  send: z.string().max(4_096).optional().describe('A message that is sent once it is open.'),
  expect: z.string().min(1).max(1_000).optional().describe('Words that one of the messages must have.'),
  trust: trust.optional(),
  certificateDays: certificateDays.optional(),
  ...common,
});
type Config = z.infer<typeof config>;

/** A WebSocket (RFC 6455) that opens, and what it says. */
export const websocket = checkKind<Config>({
  kind: 'websocket',
  config,
  target: ({ url }) => url,
  read(words) {
    const url = config.shape.url.safeParse(words.trim());
    return url.success ? { url: url.data } : null;
  },
  async look({ send, expect, ...config }, attempt) {
    const url = new URL(config.url);
    const tls = url.protocol === 'wss:';
    const port = url.port === '' ? (tls ? 443 : 80) : Number(url.port);
    const stream = await open({ host: bareHost(url.hostname), port, tls, trust: config.trust }, attempt);
    checkDays(config.certificateDays, attempt);
    const wire = new Wire(await upgraded(url, stream, config, attempt), attempt);
    if (send !== undefined) wire.write(frame(text, Buffer.from(send)));
    if (expect !== undefined) await heard(wire, expect);
    wire.write(frame(close, Buffer.alloc(0)));
    return {};
  },
});

/** What RFC 6455, 1.3 has a server put behind the key. */
const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

async function upgraded(
  url: URL,
  stream: Socket,
  { headers = {}, protocol }: Pick<Config, 'headers' | 'protocol'>,
  attempt: Attempt,
): Promise<Socket> {
  const key = randomBytes(16).toString('base64');
  const own: string[] = [];
  for (const [name, value] of Object.entries(headers)) own.push(name, await revealed(value, attempt));
  if (protocol !== undefined) own.push('sec-websocket-protocol', protocol);
  const asked = ['host', url.host, 'upgrade', 'websocket', 'connection', 'Upgrade', 'sec-websocket-version', '13', 'sec-websocket-key', key, ...own];
  if (asked.some((text) => /[^\t\x20-\x7e\x80-\xff]/.test(text))) throw new Failure('secret_unfit');
  return new Promise((resolve, reject) => {
    const sent = request({ createConnection: () => stream, path: `${url.pathname}${url.search}`, headers: asked, maxHeaderSize: 32 * 1024 });
    sent.on('error', (error) => reject(failureOf(error, 'http')));
    sent.on('close', () => reject(new Failure('no_answer')));
    sent.on('response', ({ statusCode = 0 }) => {
      attempt.status = statusCode;
      reject(new Failure('status', { status: statusCode }));
    });
    sent.on('upgrade', (answer, socket: Socket, head) => {
      attempt.lap('firstByte');
      const accepted = createHash('sha1').update(`${key}${magic}`).digest('base64');
      if (answer.headers['sec-websocket-accept'] !== accepted) return reject(new Failure('not_websocket'));
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    sent.end();
  });
}

const text = 1;
const close = 8;
const ping = 9;
const pong = 10;

/** One whole frame, masked as a client's are (5.3). */
function frame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4);
  const length = payload.length < 126 ? Buffer.from([0x80 | payload.length]) : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, mask, payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0))]);
}

/** Frames that are read for the words that are waited for. */
const framesMax = 1_000;

async function heard(wire: Wire, words: string): Promise<void> {
  let message = '';
  let last = '';
  for (let i = 0; i < framesMax; i++) {
    const [first = 0, second = 0] = await wire.bytes(2);
    const short = second & 127;
    const length = short === 126 ? (await wire.bytes(2)).readUInt16BE() : short === 127 ? Number((await wire.bytes(8)).readBigUInt64BE()) : short;
    // A server masks nothing (5.1).
    if (second > 127) throw new Failure('not_websocket');
    const payload = await wire.bytes(length);
    const opcode = first & 15;
    if (opcode === ping) wire.write(frame(pong, payload.subarray(0, 125)));
    if (opcode === close) throw new Failure('phrase_missing', { phrase: words }, { detail: last });
    if (opcode > 2) continue;
    message = (opcode === 0 ? message : '') + payload.toString('utf8');
    if (message.length > 262_144) throw new Failure('too_much');
    if (message.includes(words)) return;
    last = message;
  }
  throw new Failure('phrase_missing', { phrase: words }, { detail: last });
}
