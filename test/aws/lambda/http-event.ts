import type { IncomingHttpHeaders } from 'node:http';

/** A request as it came. */
export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly ip: string;
}

/** Content that a gateway hands over as text; all else comes as base64, forms too. */
const textual = /^(text\/|application\/([^;]*\+)?(json|xml|javascript)\b)/i;

/** A request as payload format 2.0 has it, of an HTTP API and of a function URL alike. `routeKey`: `POST /alexa`; of a URL `$default`. */
export function httpEvent({ method, target, headers, body, ip }: Asked, routeKey: string, requestId: string): object {
  const url = new URL(target, 'http://gateway');
  const { cookie, ...rest } = headers;
  const isText = textual.test(headers['content-type'] ?? '');
  const at = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value])),
    ...(url.search.length > 1 ? { queryStringParameters: queryOf(url.searchParams) } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: headers.host ?? '',
      domainPrefix: 'test',
      http: { method, path: url.pathname, protocol: 'HTTP/1.1', sourceIp: ip, userAgent: headers['user-agent'] ?? '' },
      requestId,
      routeKey,
      stage: '$default',
      time: at.toUTCString(),
      timeEpoch: at.getTime(),
    },
    ...(body.length === 0 ? {} : { body: isText ? body.toString('utf8') : body.toString('base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** What a function answered, as the caller gets it. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** Null: it is no answer of format 2.0. One without a status is the body itself, as JSON. */
export function httpAnswer(payload: string): HttpAnswer | null {
  const answer: unknown = JSON.parse(payload);
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer))
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(typeof answer === 'string' ? answer : payload) };
  const { statusCode, headers = {}, body = '', cookies = [], isBase64Encoded = false } = answer as Readonly<Record<string, unknown>>;
  if (typeof statusCode !== 'number' || typeof body !== 'string' || typeof headers !== 'object' || headers === null) return null;
  return {
    status: statusCode,
    headers: {
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
      ...(Array.isArray(cookies) && cookies.length > 0 ? { 'set-cookie': cookies.map(String) } : {}),
    },
    body: Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

function queryOf(query: URLSearchParams): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [name, value] of query) all[name] = name in all ? `${all[name]},${value}` : value;
  return all;
}
