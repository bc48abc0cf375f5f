import { z } from 'zod';
import { BellhopError } from '../../../shared/errors.ts';
import { checkSecrets, secretActions } from '../../core/check-secrets.ts';
import type { PageParts, Pages } from './app.ts';
import { problem } from './problem.ts';

const asked = z.object({ action: z.enum(secretActions), tenant: z.string(), name: z.string().optional(), value: z.string().optional() });

/** `/api/local/secrets`: those that checks name, for `bellhop secret`. Whoever asks has been let in by `mine`. */
export function secretsPage(app: Pages, { secrets }: Pick<PageParts, 'secrets'>): void {
  app.post('/api/local/secrets', async (c) => {
    const body = asked.safeParse(await c.req.json().catch(() => null));
    if (!body.success) return problem(400, 'malformed', 'Expected JSON with action, tenant, name and value.');
    try {
      return c.json({ names: await checkSecrets(body.data, secrets) });
    } catch (cause) {
      if (!(cause instanceof BellhopError)) throw cause;
      return problem(cause.retryable ? 503 : 400, cause.code, cause.message, cause.hint);
    }
  });
}
