import type { PageParts, Pages } from './app.ts';

/** What skills and jobs show at addresses of their own. */
export function skillPages(app: Pages, { skillPages: all, deps }: Pick<PageParts, 'skillPages' | 'deps'>): void {
  for (const { methods, under, answer } of all)
    app.on([...methods], `${under}/:name`, async (c) => {
      const { search } = new URL(c.req.url);
      const asked = { query: search.slice(1), isHead: c.req.method === 'HEAD', headers: c.req.header(), body: await c.req.text() };
      const { status, headers, body } = await answer(c.req.param('name'), deps, asked);
      return new Response(c.req.method === 'HEAD' ? null : (body ?? null), { status, ...(headers ? { headers } : {}) });
    });
}
