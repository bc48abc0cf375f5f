import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import type { Attempt } from '../attempt.ts';
import { Failure, failureOf } from '../failure.ts';

/** Bytes of a body that are read: enough to see that it arrives, and what it says. */
export const bodyBytesMax = 256 * 1024;
const headerBytesMax = 32 * 1024;

export interface Question {
  readonly method: string;
  /** Names and values in turn, beside those of `ask` itself: Node sends such a list as it is, for half the cost of a record. */
  readonly headers: readonly string[];
  readonly body?: string | undefined;
  /** Whether the answer's body is kept: the first `bodyBytesMax` of it. */
  readonly reads: boolean;
}

export interface Answer {
  readonly status: number;
  /** A header's value by its name in small letters; several are joined. */
  header(name: string): string | undefined;
  /** Empty where it wasn't to be kept. */
  readonly body: string;
  /** "1.1", "2.0". */
  readonly version: string;
}

/**
 * Sends one request over the open stream and reads the answer to its end, or to the limit; of a stream of events, which has no end, the beginning. Throws Failure. Whatever the other side does,
 * it ends with the stream at the latest.
 */
export function ask(url: URL, stream: Socket, { method, headers, body, reads }: Question, attempt: Attempt): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(failureOf(error, 'http'));
    const own = ['host', url.host, 'connection', 'close', ...headers];
    if (body !== undefined) own.push('content-length', String(Buffer.byteLength(body)));
    const sent = request({
      createConnection: () => stream,
      method,
      path: url.search === '' ? url.pathname : url.pathname + url.search,
      headers: own,
      maxHeaderSize: headerBytesMax,
    });
    let why = 'no_answer';
    const broken = () => fail(new Failure(why));
    sent.on('error', fail);
    // After an answer, or an error, this changes nothing.
    sent.on('close', broken);
    sent.on('upgrade', () => fail(new Failure('upgrade')));
    sent.on('response', (answer) => {
      attempt.lap('firstByte');
      why = 'half';
      let bytes = 0;
      const kept: Buffer[] = [];
      const end = () => resolve(answered(answer, kept.length === 0 ? '' : Buffer.concat(kept).toString('utf8')));
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (reads) kept.push(bytes > bodyBytesMax ? chunk.subarray(0, chunk.length - (bytes - bodyBytesMax)) : chunk);
        if (bytes > bodyBytesMax) enough();
      });
      const enough = () => {
        end();
        stream.destroy();
      };
      answer.on('end', () => (answer.complete ? end() : broken()));
      answer.on('error', broken);
      if (isEndless(answer)) enough();
    });
    sent.end(body);
  });
}

const isEndless = ({ headers }: IncomingMessage) => headers['content-type']?.toLowerCase().startsWith('text/event-stream') === true;

const answered = (answer: IncomingMessage, body: string): Answer => ({
  status: answer.statusCode ?? 0,
  // Header bytes are read as Latin-1; people write UTF-8 there.
  header: (name) => {
    const value = answer.headers[name];
    return value === undefined ? undefined : Buffer.from(Array.isArray(value) ? value.join(', ') : value, 'latin1').toString('utf8');
  },
  body,
  version: answer.httpVersion,
});
