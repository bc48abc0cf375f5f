import { connect, type IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import type { Attempt } from './attempt.ts';
import { Failure, failureOf } from './failure.ts';

export interface H2Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly trailers: IncomingHttpHeaders;
  /** The first `bytesMax` of it. */
  readonly body: Buffer;
}

export interface H2Question {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
  readonly bytesMax: number;
}

/** One request over an open stream that speaks HTTP/2, to its answer's end, or to the limit. Throws Failure. */
export function askH2(url: URL, stream: Socket, { headers, body, bytesMax }: H2Question, attempt: Attempt): Promise<H2Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(failureOf(error, 'http'));
    const session = attempt.hold(connect(url.origin, { createConnection: () => stream, maxSessionMemory: 1, settings: { enablePush: false } }));
    session.on('error', fail);
    session.on('close', () => fail(new Failure('no_answer')));
    const sent = session.request({ ':path': `${url.pathname}${url.search}`, ...headers });
    let answered: IncomingHttpHeaders = {};
    let trailers: IncomingHttpHeaders = {};
    let bytes = 0;
    const kept: Buffer[] = [];
    const end = () => {
      const { ':status': status = 0 } = answered;
      resolve({ status: Number(status), headers: answered, trailers, body: Buffer.concat(kept) });
    };
    sent.on('error', fail);
    sent.on('response', (of) => {
      attempt.lap('firstByte');
      answered = of;
    });
    sent.on('trailers', (of) => {
      trailers = of;
    });
    sent.on('data', (chunk: Buffer) => {
      kept.push(bytes + chunk.length > bytesMax ? chunk.subarray(0, bytesMax - bytes) : chunk);
      bytes += chunk.length;
      if (bytes <= bytesMax) return;
      end();
      session.destroy();
    });
    // Trailers come with the end, and are told before the stream is closed.
    sent.on('close', () => {
      if (answered[':status'] === undefined) fail(new Failure('no_answer'));
      else if (sent.rstCode !== 0) fail(new Failure('half'));
      else end();
    });
    sent.end(body);
  });
}
