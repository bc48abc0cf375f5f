import type { ServerResponse } from 'node:http';
import { breakOff } from '../break-off.ts';
import { graphError } from './errors.ts';

/** What goes wrong with the next calls, so many times (default once). */
export type Misbehaviour = {
  readonly kind:
    | '429'
    /** An error object of too many calls. */
    | 'limited'
    /** Meta's own passing failure, as an error object, and as a gateway's page. */
    | '500'
    | '502'
    | 'silence'
    | 'half'
    | 'close'
    | 'drip'
    /** A 200 that is no answer of the Graph API's. */
    | 'page';
  readonly times?: number;
  /** Seconds that a 429 asks for. */
  readonly retryAfter?: number;
};

/** Plays it; answers the status that the caller saw, 0 for none. */
export function misbehave({ kind, retryAfter }: Misbehaviour, response: ServerResponse): number {
  const json = (status: number, body: object, headers: object = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    return status;
  };
  const page = (status: number) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Sorry</html>');
    return status;
  };
  switch (kind) {
    case '429':
      return json(429, {}, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) });
    case 'limited':
      return json(400, graphError(613, '(#613) Calls to this api have exceeded the rate limit.'));
    case '500':
      return json(500, graphError(2, 'An unexpected error has occurred. Please retry your request later.'));
    case '502':
      return page(502);
    case 'page':
      return page(200);
    case 'silence':
      return 0;
    case 'half':
    case 'close':
    case 'drip':
      breakOff(kind, response, '{"recipient_id":"1","mess');
      return 0;
  }
}
