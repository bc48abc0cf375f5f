import { Readable } from 'node:stream';
import { blobsPath, keyOfLink } from '../../../shared/blobs/link.ts';
import { downloadHeaders } from '../../http/download.ts';
import type { PageParts, Pages } from './app.ts';
import { problem } from './problem.ts';

/** Files behind signed links: whoever has one needs no sign-in, and no browser runs what is in it. */
export function blobsPage(app: Pages, { blobs, key, clock }: Pick<PageParts, 'blobs' | 'key' | 'clock'>): void {
  app.get(blobsPath, async (c) => {
    const { pathname, search } = new URL(c.req.url);
    const named = keyOfLink(key, pathname + search, clock.now());
    const found = named === null ? null : await blobs.get(named);
    if (named === null || !found) return problem(404, 'no_file', 'This link has ended, or was never one.', 'Ask for the file again.');
    const { head, content } = found;
    if (c.req.method === 'HEAD') content.destroy();
    const body = c.req.method === 'HEAD' ? null : (Readable.toWeb(Readable.from(content)) as ReadableStream);
    return new Response(body, { headers: { ...downloadHeaders(named, head.contentType), 'content-length': String(head.bytes) } });
  });
}
