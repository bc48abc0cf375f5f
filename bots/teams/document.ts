import * as http from 'node:http';
import * as https from 'node:https';

/** Gets a document; a redirect is no answer. */
export type GetDocument = (
  url: string,
  init: { readonly signal: AbortSignal; readonly redirect: 'error'; readonly headers: Readonly<Record<string, string>> },
) => Promise<{ readonly ok: boolean; readonly status: number; readonly body: AsyncIterable<Uint8Array> | null }>;

/** By Node's plain client: a process that answers once and ends need not load all of `fetch` for two documents. */
export const getDocument: GetDocument = (url, { signal, headers }) =>
  new Promise((resolve, reject) => {
    const { get } = url.startsWith('https:') ? https : http;
    const request = get(url, { signal, headers }, (body) => {
      const status = body.statusCode ?? 0;
      resolve({ ok: status >= 200 && status < 300, status, body });
    });
    request.on('error', reject);
  });
