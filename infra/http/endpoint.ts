import type { HttpAnswer, HttpRequest, Route } from '../../shared/channel/channel.ts';
import { isOneOf } from './content-type.ts';

/** Bytes of a body. CONTRACT.md: over 1 MiB is 413. */
export const bodyBytesMax = 1_048_576;

/** A route, and what answers it. `refused` hears of what never came that far. */
export interface Endpoint extends Route {
  /** Its path has one part more: `/badge` is met by `/badge/NAME`. Of a HEAD its request says so. */
  readonly under?: true;
  answer(request: HttpRequest): HttpAnswer | Promise<HttpAnswer>;
  readonly refused?: (reason: string) => void;
}

/** Why a request is none of an endpoint's; `headers` of the answer. */
export interface Mismatch {
  readonly status: 405 | 415;
  readonly code: 'method' | 'content_type';
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Which of the endpoints at a path takes such a request; where none does, the one it came closest to is told. HEAD is taken as GET. */
export function matching(
  candidates: readonly Endpoint[],
  path: string,
  method: string | undefined,
  contentType: string | undefined,
): Endpoint | Mismatch {
  const endpoint = candidates.find((one) => one.method === (method === 'HEAD' ? 'GET' : method));
  if (endpoint === undefined) {
    candidates[0]?.refused?.('method');
    const allow = candidates.map((one) => (one.method === 'GET' ? 'GET, HEAD' : one.method)).join(', ');
    return { status: 405, code: 'method', message: `${path} takes ${allow}.`, headers: { allow } };
  }
  if (endpoint.types !== undefined && !isOneOf(endpoint.types, contentType)) {
    endpoint.refused?.('content_type');
    return { status: 415, code: 'content_type', message: `${path} takes ${endpoint.types.join(' or ')}.`, headers: {} };
  }
  return endpoint;
}
