import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Listening, listening } from '../listening.ts';
import { type LambdaFunction, TooManyRequests } from './function.ts';
import { type Asked, type HttpAnswer, httpAnswer, httpEvent } from './http-event.ts';

/** A route of an HTTP API. */
export interface GatewayRoute {
  readonly method: string;
  readonly path: string;
  readonly to: LambdaFunction;
}

/** API Gateway, HTTP APIs: a request has 10 MB at most, and an integration 30 s. */
const bodyMax = 10_000_000;
const integrationMs = 30_000;

/** How requests come, to be changed at will. */
export interface GatewayMood {
  /** Whether this one comes twice at once: its platform didn't wait. The first answer is the one it gets. */
  readonly twice: () => boolean;
}

const once: GatewayMood = { twice: () => false };

const own = (status: number, message: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ message })),
});

/** An HTTP API in front of functions, on loopback: a path that has no route, or not for this method, is not found. */
export function httpApi(routes: readonly GatewayRoute[], mood: () => GatewayMood = () => once): Promise<Listening> {
  return serve((asked) => {
    const { pathname } = new URL(asked.target, 'http://gateway');
    const route = routes.find(({ method, path }) => method === asked.method && path === pathname);
    if (!route) return own(404, 'Not Found');
    const answers = Array.from({ length: mood().twice() ? 2 : 1 }, () => through(asked, `${route.method} ${route.path}`, route.to));
    return Promise.race(answers);
  });
}

/** A function URL, which takes whatever comes. */
export function functionUrl(to: LambdaFunction): Promise<Listening> {
  return serve((asked) => through(asked, '$default', to));
}

async function through(asked: Asked, routeKey: string, to: LambdaFunction): Promise<HttpAnswer> {
  const requestId = randomUUID();
  let callOff = () => {};
  const late = new Promise<'late'>((resolve) => {
    const timer = setTimeout(() => resolve('late'), integrationMs);
    callOff = () => clearTimeout(timer);
  });
  try {
    const ended = await Promise.race([to.invoke(httpEvent(asked, routeKey, requestId), requestId), late]);
    if (ended === 'late') return own(503, 'Service Unavailable');
    const answer = 'error' in ended ? null : httpAnswer(ended.payload);
    return answer ?? own(500, 'Internal Server Error');
  } catch (cause) {
    if (cause instanceof TooManyRequests) return own(503, 'Service Unavailable');
    throw cause;
  } finally {
    callOff();
  }
}

function serve(answer: (asked: Asked) => HttpAnswer | Promise<HttpAnswer>): Promise<Listening> {
  return listening(createServer((request, response) => void reply(request, response)));

  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: target = '/', headers } = request;
    const body = await bodyOf(request);
    const {
      status,
      headers: given,
      body: out,
    } = body ? await answer({ method, target, headers, body, ip: '127.0.0.1' }) : own(413, 'Request Entity Too Large');
    response.writeHead(status, { ...given, 'content-length': out.length });
    response.end(method === 'HEAD' ? undefined : out);
  }
}

/** Null: it is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    bytes += (piece as Buffer).length;
    if (bytes <= bodyMax) pieces.push(piece as Buffer);
  }
  return bytes <= bodyMax ? Buffer.concat(pieces) : null;
}
