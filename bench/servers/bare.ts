import type { IncomingHttpHeaders, RequestListener } from 'node:http';

/** The floor: reads the body, checks it, answers 200 or 401. Nothing of it is kept. */
export function bare(check: (headers: IncomingHttpHeaders, body: Buffer) => boolean): RequestListener {
  return bareThen(check, (done) => done());
}

/** The same, and `keep` says when the answer may go out. */
export function bareThen(
  check: (headers: IncomingHttpHeaders, body: Buffer) => boolean,
  keep: (done: () => void, body: Buffer) => void,
): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [first] = chunks;
      const body = chunks.length === 1 && first ? first : Buffer.concat(chunks);
      if (!check(request.headers, body)) {
        response.statusCode = 401;
        response.end();
        return;
      }
      keep(() => response.end(), body);
    });
  };
}
