import type { HttpAnswer } from '../../../shared/channel/channel.ts';
import { failure } from '../../../shared/flow/ingress.ts';
import { bodyBytesMax, type Endpoint, matching } from '../../http/endpoint.ts';

/** What an HTTP API and a function URL call a function with: payload format 2.0. Names of headers are in lower case, values of one name joined by commas. */
export interface HttpEvent {
  readonly rawPath: string;
  readonly rawQueryString?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Those of the Cookie header, which may then stand here alone. */
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: { readonly http: { readonly method: string } };
}

/** … and what they make a response of. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Each becomes a Set-Cookie header. */
  readonly cookies?: readonly string[];
  readonly body: string;
}

export type HttpFunction = (event: HttpEvent) => Promise<HttpResult>;

/**
 * A function behind HTTP. `endpoints` rejects when they could not be opened: nothing is acknowledged then, and the platform sends it again. Never rejects: a gateway would
 * make 502 of that. `failed` hears why it was 500 or 503.
 */
export function httpFunction(endpoints: () => Promise<readonly Endpoint[]>, failed: (cause: unknown) => void): HttpFunction {
  return async (event) => {
    try {
      return resultOf(await answered(await endpoints(), event));
    } catch (cause) {
      failed(cause);
      return resultOf(failure(503, 'not_ready', 'It can not be taken at the moment.', 'Nothing was acknowledged; send it again.'));
    }
  };
}

function answered(endpoints: readonly Endpoint[], { rawPath, rawQueryString = '', headers = {}, requestContext, ...event }: HttpEvent) {
  const path = rawPath.length > 1 ? rawPath.replace(/\/$/, '') : rawPath;
  const candidates = endpoints.filter((one) => one.path === (one.under ? path.slice(0, path.lastIndexOf('/')) : path));
  if (candidates.length === 0) return failure(404, 'not_found', `There is nothing at ${path}.`);
  const endpoint = matching(candidates, path, requestContext.http.method, headers['content-type']);
  if ('status' in endpoint) {
    const refusal = failure(endpoint.status, endpoint.code, endpoint.message);
    return { ...refusal, headers: { ...refusal.headers, ...endpoint.headers } };
  }
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length > bodyBytesMax) {
    endpoint.refused?.('too_large');
    return failure(413, 'too_large', 'The body is over 1 MiB.');
  }
  const cookie = headers.cookie ?? event.cookies?.join('; ');
  return endpoint.answer({
    method: endpoint.under ? requestContext.http.method : endpoint.method,
    path,
    query: rawQueryString,
    headers: cookie === undefined ? headers : { ...headers, cookie },
    body,
  });
}

/** Without a body's type a gateway would say that it is JSON. */
function resultOf({ status, headers: { 'set-cookie': cookie, ...headers } = {}, body = '' }: HttpAnswer): HttpResult {
  return {
    statusCode: status,
    headers: body === '' || headers['content-type'] ? headers : { 'content-type': 'text/plain', ...headers },
    ...(cookie === undefined ? {} : { cookies: [cookie] }),
    body,
  };
}
