import type { ServerResponse } from 'node:http';
import { breakOff } from '../break-off.ts';

/** What goes wrong with the next calls, so many times (default once). */
export type Misbehaviour = {
  readonly kind:
    | '429'
    /** Four hours' worth of messages wait for the number. */
    | 'full'
    | '500'
    | '502'
    | 'silence'
    | 'half'
    | 'close'
    | 'drip'
    /** A 200 that is no answer of Twilio's. */
    | 'page';
  readonly times?: number;
  /** Seconds that a 429 asks for. */
  readonly retryAfter?: number;
};

/** An error as Twilio says it. */
export const twilioError = (code: number, message: string, status = 400) => ({
  code,
  message,
  more_info: `https://www.twilio.com/docs/errors/${code}`,
  status,
});

/** Plays it; answers the status that the caller saw, 0 for none. */
export function misbehave({ kind, retryAfter }: Misbehaviour, response: ServerResponse): number {
  const json = (body: ReturnType<typeof twilioError>, headers: object = {}) => {
    response.writeHead(body.status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    return body.status;
  };
  const page = (status: number) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Sorry</html>');
    return status;
  };
  switch (kind) {
    case '429':
      return json(twilioError(20_429, 'Too Many Requests', 429), retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) });
    case 'full':
      return json(twilioError(21_611, "This 'From' number has exceeded the maximum number of queued messages", 429));
    case '500':
      return json(twilioError(20_500, 'Internal Server Error', 500));
    case '502':
      return page(502);
    case 'page':
      return page(200);
    case 'silence':
      return 0;
    case 'half':
    case 'close':
    case 'drip':
      breakOff(kind, response, '{"sid":"SM1","sta');
      return 0;
  }
}
