import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HttpAnswer, HttpRequest } from '../../../shared/channel/channel.ts';
import { type Endpoint, matching } from '../../http/endpoint.ts';
import { answer, hasNoBody, refuse } from './answer.ts';
import { readBody } from './body.ts';
import { onBrokenRequest } from './broken.ts';
import type { Load } from './load.ts';

export interface HttpParts {
  readonly endpoints: readonly Endpoint[];
  /** Everything that isn't an endpoint: pages and their API. A body is read by then, at most 1 MiB, and stands in `request.rawBody`. */
  readonly otherwise: (request: IncomingMessage, response: ServerResponse) => void;
  readonly load: Load;
  /** Headers, and then the whole request, must have come in this time, ms; 408 after it. */
  readonly requestTimeoutMs: number;
  /** A defect in an endpoint: the answer was 500. */
  readonly onDefect: (cause: unknown) => void;
}

/** An idle connection is kept this long, ms: longer than the 60 s of the usual load balancers, so that none of them reuses one that we are closing. */
const keepAliveMs = 65_000;

/**
 * The HTTP server: endpoints by path in one look-up, with no promise where a value will do. Each refusal comes before the body is read where it can:
 * 405, 415, 413, 503. Not yet listening.
 */
export function httpServer(parts: HttpParts): Server {
  const { load, otherwise, onDefect } = parts;
  const byPath = new Map<string, Endpoint[]>();
  for (const endpoint of parts.endpoints) byPath.set(endpoint.path, [...(byPath.get(endpoint.path) ?? []), endpoint]);

  function take(req: IncomingMessage, res: ServerResponse, continues: boolean): void {
    const url = req.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const candidates = byPath.get(path);
    if (candidates === undefined) {
      if (hasNoBody(req)) otherwise(req, res);
      // @hono/node-server takes a body that has been read as `rawBody`.
      else readBody(req, res, { load, continues, refused: undefined }, (rawBody) => otherwise(Object.assign(req, { rawBody }), res));
      return;
    }
    const endpoint = matching(candidates, path, req.method, req.headers['content-type']);
    if ('status' in endpoint) {
      refuse(req, res, endpoint.status, endpoint.code, endpoint.message, endpoint.headers);
      return;
    }
    readBody(req, res, { load, continues, refused: endpoint.refused }, (body) => {
      respond(endpoint, { method: endpoint.method, path, query: mark < 0 ? '' : url.slice(mark + 1), headers: req.headers, body }, req, res);
    });
  }

  function respond(endpoint: Endpoint, request: HttpRequest, req: IncomingMessage, res: ServerResponse): void {
    let answered: HttpAnswer | Promise<HttpAnswer>;
    try {
      answered = endpoint.answer(request);
    } catch (cause) {
      broke(req, res, cause);
      return;
    }
    if (answered instanceof Promise)
      answered.then(
        (one) => answer(res, one),
        (cause) => broke(req, res, cause),
      );
    else answer(res, answered);
  }

  function broke(req: IncomingMessage, res: ServerResponse, cause: unknown): void {
    onDefect(cause);
    if (!res.headersSent) refuse(req, res, 500, 'internal', 'Something is wrong on our side. The log has the details.');
  }

  const server = createServer(
    {
      headersTimeout: parts.requestTimeoutMs,
      requestTimeout: parts.requestTimeoutMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: Math.min(1_000, parts.requestTimeoutMs),
    },
    (req, res) => take(req, res, false),
  );
  // A sender that closes its half after a whole request is answered, however long the disk takes: Node's own switch for it, in none of its types.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('checkContinue', (req, res) => take(req, res, true));
  server.on('clientError', onBrokenRequest);
  return server;
}
