import { z } from 'zod';
import { BellhopError } from '../../../shared/errors.ts';
import type { PageParts, Pages } from './app.ts';
import { problem } from './problem.ts';

const jobsAsked = z.object({
  action: z.enum(['list', 'next', 'run', 'pause', 'resume']),
  which: z.string().optional(),
  count: z.int().min(1).max(1_000).optional(),
  for: z.string().optional(),
});

/** `/api/local/config`: checks, schedules and what else a file says, for `bellhop apply` and `export`; `/api/local/jobs`: what runs by the clock, for `bellhop jobs`. Whoever asks has been let in by `mine`. */
export function configPage(app: Pages, { installation }: Pick<PageParts, 'installation'>): void {
  app.post('/api/local/config', async (c) => {
    const { text, prune, apply, agreed }: Readonly<Record<string, unknown>> = { ...(await c.req.json().catch(() => null)) };
    if (typeof text !== 'string') return problem(400, 'malformed', 'Expected JSON with text.');
    const asked = { text, prune: prune === true, apply: apply === true, ...(typeof agreed === 'string' ? { agreed } : {}) };
    return answered(async () => (await import('../../config/apply.ts')).applied(asked, installation));
  });
  app.get('/api/local/config', (c) =>
    answered(async () => ({ document: await (await import('../../config/export.ts')).exported(c.req.query('for'), installation) })),
  );
  app.post('/api/local/jobs', async (c) => {
    const body = jobsAsked.safeParse(await c.req.json().catch(() => null));
    if (!body.success) return problem(400, 'malformed', 'Expected JSON with action, which, count and for.');
    return answered(async () => ({ jobs: await (await import('../../config/jobs.ts')).jobsOf(body.data, installation) }));
  });

  async function answered(does: () => Promise<unknown>): Promise<Response> {
    try {
      return Response.json(await does());
    } catch (cause) {
      if (!(cause instanceof BellhopError)) throw cause;
      return problem(cause.retryable ? 503 : 400, cause.code, cause.message, cause.hint);
    }
  }
}
