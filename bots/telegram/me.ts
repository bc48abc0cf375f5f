import type { Clock } from '../../shared/clock.ts';
import type { Api } from './api.ts';
import { isFields } from './fields.ts';

/** How often `name` may ask Telegram while it has no answer, ms. */
const askAgainMs = 5_000;

/** What getMe tells about the bot. */
export interface Identity {
  readonly name: string;
  /** Privacy mode is off: every message of a group arrives, not only commands, mentions and replies. */
  readonly readsAll: boolean;
}

/** The bot's own identity, learned once. */
export interface Me {
  /** The username without `@`; undefined until it is known. Then it asks in the background, so that a webhook learns it by itself. */
  name(): string | undefined;
  /** Asks Telegram anew. Throws TelegramRefused. */
  learn(signal?: AbortSignal): Promise<Identity>;
}

export function meOf(api: Api, clock: Clock): Me {
  let known: Identity | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  const learn = async (signal?: AbortSignal): Promise<Identity> => {
    const me = await api.call('getMe', {}, { signal });
    const name = isFields(me) && typeof me.username === 'string' ? me.username : '';
    known = { name, readsAll: isFields(me) && me.can_read_all_group_messages === true };
    return known;
  };
  return {
    name() {
      if (known === undefined && clock.now() - askedAt >= askAgainMs) {
        askedAt = clock.now();
        // What it meets is met again, and told, by `listen`, `probe` and the next question.
        learn().catch(() => {});
      }
      return known?.name;
    },
    learn,
  };
}
