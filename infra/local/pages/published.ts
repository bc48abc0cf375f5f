import { BellhopError } from '../../../shared/errors.ts';
import { inJson, publishActions, published } from '../../core/commands.ts';
import type { PageParts, Pages } from './app.ts';
import { problem } from './problem.ts';

/** `/api/local/commands/…`: what platforms list of the commands, for `bellhop commands`. Whoever asks has been let in by `mine`. */
export function publishedPage(
  app: Pages,
  { on, store, inbox, secrets, commands }: Pick<PageParts, 'on' | 'store' | 'inbox' | 'secrets' | 'commands'>,
): void {
  app.post('/api/local/commands/:action', async (c) => {
    const action = publishActions.find((one) => one === c.req.param('action'));
    if (!action) return problem(404, 'not_found', `There is nothing at ${c.req.path}.`);
    try {
      const all = await published(action, c.req.query('channel'), { on, store, inbox, secrets, commands });
      return c.json({ channels: inJson(all) });
    } catch (cause) {
      if (!(cause instanceof BellhopError)) throw cause;
      return problem(cause.retryable ? 503 : 400, cause.code, cause.message, cause.hint);
    }
  });
}
