import type { Api } from './api.ts';
import { TelegramRefused } from './refusal.ts';

/** How many answered presses are remembered. */
const rememberedMax = 1_000;

/** Answers pressed buttons, so that their spinner ends. */
export interface Queries {
  /**
   * Answers a press once, however often it is asked. Never rejects: resolves to null, or to what went wrong, which is no failure of the command.
   * A press that is too old (about 15 s, second-hand) counts as answered.
   */
  answer(query: string, signal?: AbortSignal): Promise<TelegramRefused | null>;
}

export function queriesOf(api: Api): Queries {
  const answered = new Set<string>();
  return {
    async answer(query, signal) {
      if (answered.has(query)) return null;
      answered.add(query);
      for (const oldest of answered) {
        if (answered.size <= rememberedMax) break;
        answered.delete(oldest);
      }
      try {
        await api.call('answerCallbackQuery', { callback_query_id: query }, { signal });
        return null;
      } catch (cause) {
        if (!(cause instanceof TelegramRefused)) throw cause;
        if (cause.status === 400) return null;
        answered.delete(query);
        return cause;
      }
    },
  };
}
