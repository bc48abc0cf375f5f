import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorBody } from '../http/answer.ts';
import type { PageParts } from './app.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** The pages and their API, loaded when the first request for one comes: a start for platforms alone needs none of it. */
export function pagesListener(parts: PageParts): (request: IncomingMessage, response: ServerResponse) => void {
  let listener: Promise<Listener> | undefined;
  return (request, response) => {
    listener ??= load(parts);
    listener
      .then((listen) => listen(request, response))
      .catch((cause: unknown) => {
        parts.log.error({ err: cause }, 'A page met a defect.');
        if (response.headersSent) response.destroy();
        else
          response
            .writeHead(500, { 'content-type': 'application/json' })
            .end(errorBody('internal', 'Something is wrong on our side.', 'The log has the details.'));
      });
  };
}

async function load(parts: PageParts): Promise<Listener> {
  const [{ getRequestListener }, { pages }] = await Promise.all([import('@hono/node-server'), import('./app.ts')]);
  return getRequestListener(pages(parts).fetch, { overrideGlobalObjects: false });
}
