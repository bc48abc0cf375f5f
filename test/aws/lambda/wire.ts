import { Agent, request as ask, createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Clock } from '../../../shared/clock.ts';
import type { Ask } from '../inside.ts';
import { type Listening, listening } from '../listening.ts';

/** A call of AWS on its way from a sandbox to what stands in for the service. */
export interface WireCall {
  readonly service: string;
  /** `PutItem`; of a service that has no such names `PUT /path`. */
  readonly operation: string;
  /** Which sandbox makes it. */
  readonly from: string;
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Lets a call through, or not, or makes another answer of it; 'cut' closes the connection without one. */
export type Meddling = (call: WireCall, through: (call: WireCall) => Promise<WireAnswer>) => Promise<WireAnswer | 'cut'>;

/** The variable by which the SDK writes into each call who makes it. */
export const fromVariable = 'AWS_SDK_UA_APP_ID';

/** Where a wire ends: a stand-in that can be asked without a socket is. */
export interface WireEnd {
  readonly endpoint: string;
  readonly ask?: Ask;
}

/** A wire to a service's stand-in, on which a test can meddle. Its answers say the time of `clock`: a client that finds its own far from that takes each refusal for a matter of clocks. */
export async function wire(service: string, { endpoint, ask: within }: WireEnd, clock: Clock, meddle: () => Meddling): Promise<Listening> {
  // A connection each: one that is kept may have been closed by the other side just now.
  const agent = new Agent({ keepAlive: false });
  const { hostname, port } = new URL(endpoint);
  return listening(
    createServer((request, response) => {
      carry(request, response).catch(() => response.destroy());
    }),
  );

  async function carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: target = '/', headers } = request;
    const body = await bodyOf(request);
    const target_ = headers['x-amz-target'];
    const operation = typeof target_ === 'string' ? (target_.split('.').at(-1) ?? '') : `${method} ${target.split('?')[0]}`;
    // Powertools writes itself behind the name.
    const from = (/\bapp\/(\S+)/.exec(headers['user-agent'] ?? '')?.[1] ?? '').replace(/-PT-.*$/, '');
    const answer = await meddle()({ service, operation, from, method, target, headers, body }, through);
    if (answer === 'cut') {
      request.socket.destroy();
      return;
    }
    const { 'transfer-encoding': _, connection: __, 'keep-alive': ___, ...rest } = answer.headers;
    const isHead = method === 'HEAD' || answer.status === 204 || answer.status === 304;
    response.writeHead(answer.status, {
      ...rest,
      date: new Date(clock.now()).toUTCString(),
      ...(isHead ? {} : { 'content-length': answer.body.length }),
    });
    response.end(answer.body);
  }

  async function through({ method, target, headers, body }: WireCall): Promise<WireAnswer> {
    if (within) {
      const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      const { statusCode, ...answer } = await within({ method, path: target, headers: texts, body: body.toString() });
      return { status: statusCode, headers: answer.headers, body: Buffer.from(answer.body) };
    }
    return new Promise((resolve, reject) => {
      const { connection: _, 'transfer-encoding': __, expect: ___, ...rest } = headers;
      const asked = ask(
        { agent, hostname, port, method, path: target, headers: { ...rest, ...(body.length > 0 ? { 'content-length': body.length } : {}) } },
        (answer) => {
          bodyOf(answer).then((whole) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: whole }), reject);
        },
      );
      asked.on('error', reject).end(body);
    });
  }
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
