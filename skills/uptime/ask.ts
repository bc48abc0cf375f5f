import { request } from 'node:http';
import type { Socket } from 'node:net';
import { Failure, failureOf } from './failure.ts';

/** Bytes of a body that are read: enough to see that it arrives. */
export const bodyBytesMax = 256 * 1024;

export interface Answer {
  readonly status: number;
  /** As it was sent. */
  readonly location: string | undefined;
}

/**
 * Sends one GET over the open stream and reads the answer to its end, or to the limit; of a stream of events, which has no end, the beginning. Calls `onFirstByte`
 * when the answer begins. Throws Failure, or the signal's reason. Whatever the other side does, it ends with the signal at the latest.
 */
export function ask(url: URL, stream: Socket, signal: AbortSignal, onFirstByte: () => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(signal.aborted ? signal.reason : error instanceof Failure ? error : failureOf(error, 'http'));
    const sent = request({
      createConnection: () => stream,
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, 'user-agent': 'Bellhop (uptime check)', accept: '*/*', 'accept-encoding': 'identity', connection: 'close' },
      maxHeaderSize: 32 * 1024,
      signal,
    });
    sent.on('error', fail);
    sent.on('upgrade', (_answer, socket: Socket) => {
      socket.destroy();
      fail(new Failure('upgrade', ({ failures }) => failures.upgrade));
    });
    let why: 'no_answer' | 'half' = 'no_answer';
    const broken = () => fail(new Failure('half', ({ failures }) => failures[why]));
    // After an answer, or an error, this changes nothing.
    sent.on('close', broken);
    sent.on('response', (answer) => {
      onFirstByte();
      why = 'half';
      // Header bytes are read as Latin-1; people write UTF-8 there.
      const location = answer.headers.location === undefined ? undefined : Buffer.from(answer.headers.location, 'latin1').toString('utf8');
      const end = { status: answer.statusCode ?? 0, location };
      const enough = () => {
        resolve(end);
        sent.destroy();
      };
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > bodyBytesMax) enough();
      });
      answer.on('end', () => (answer.complete ? resolve(end) : broken()));
      answer.on('error', broken);
      if (/^text\/event-stream\b/i.test(answer.headers['content-type'] ?? '')) enough();
    });
    sent.end();
  });
}
