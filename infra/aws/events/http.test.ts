import { expect, it } from 'vitest';
import type { HttpRequest } from '../../../shared/channel/channel.ts';
import type { Endpoint } from '../../http/endpoint.ts';
import { type HttpEvent, httpFunction } from './http.ts';

const refusals: string[] = [];
const seen: HttpRequest[] = [];
const hook: Endpoint = {
  method: 'POST',
  path: '/hook',
  types: ['application/json'],
  refused: (reason) => void refusals.push(reason),
  answer(request) {
    seen.push(request);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
  },
};
const event = (over: Partial<HttpEvent> & { method?: string } = {}): HttpEvent => ({
  rawPath: '/hook',
  rawQueryString: 'a=1&b=',
  headers: { 'content-type': 'application/json; charset=utf-8', 'x-signature': 'abc' },
  body: '{"a":"ü"}',
  isBase64Encoded: false,
  requestContext: { http: { method: over.method ?? 'POST' } },
  ...over,
});
const call = httpFunction(
  async () => [hook],
  () => {},
);

it('hands over what came, as it came', async () => {
  const raw = Buffer.from([0xff, 0x00, 0x22]);
  expect(await call(event({ body: raw.toString('base64'), isBase64Encoded: true }))).toEqual({
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  await call(event());
  expect(seen.map(({ body }) => body)).toEqual([raw, Buffer.from('{"a":"ü"}')]);
  expect(seen[0]).toMatchObject({ method: 'POST', path: '/hook', query: 'a=1&b=', headers: { 'x-signature': 'abc' } });
});

it.each([
  ['another path', event({ rawPath: '/other' }), 404, undefined],
  ['another method', event({ method: 'GET' }), 405, 'method'],
  ['another content type', event({ headers: { 'content-type': 'text/plain' } }), 415, 'content_type'],
  ['no content type', event({ headers: {} }), 415, 'content_type'],
  ['over 1 MiB', event({ body: 'x'.repeat(1_048_577) }), 413, 'too_large'],
])('refuses %s, as the one process does', async (_, given, status, reason) => {
  refusals.length = seen.length = 0;
  const { statusCode, body } = await call(given);
  expect([statusCode, JSON.parse(body)]).toMatchObject([status, { error: { code: expect.any(String) } }]);
  expect([refusals, seen]).toEqual([reason ? [reason] : [], []]);
});

it('acknowledges nothing when it could not be opened, or meets a defect, and never rejects', async () => {
  const causes: unknown[] = [];
  const failing = httpFunction(
    () => Promise.reject(new Error('no secret')),
    (cause) => causes.push(cause),
  );
  expect(await failing(event())).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
  const broken = httpFunction(
    async () => [{ ...hook, answer: () => Promise.reject(new Error('a defect')) }],
    (cause) => causes.push(cause),
  );
  expect(await broken(event())).toMatchObject({ statusCode: 503 });
  expect(causes).toHaveLength(2);
});
