import type { Telegram } from 'telegraf';
import type { Telegram as Methods } from 'telegraf/types';
import { telegramLimits } from './limits.ts';
import { refusalOf } from './refusal.ts';
import type { TelegramConfig } from './settings.ts';

/** A method that telegraf's types know, or one of ours that is younger. */
export type Method = keyof Methods | 'sendRichMessage' | 'editEphemeralMessageText';

/** The Bot API by method name; a payload may have members that are younger than telegraf's types. */
export interface Api {
  /**
   * Answers the method's `result`, as it came. Throws TelegramRefused, also when `signal` ends or there is no answer in time: 15 s, and on top of it
   * `waitsMs`, which Telegram may take by our own wish.
   */
  call(method: Method, payload: object, options?: { readonly signal?: AbortSignal | undefined; readonly waitsMs?: number }): Promise<unknown>;
}

/**
 * telegraf's client, loaded with the first call. Its own time-out is 500 s, and an answer that breaks off below its content-length never ends there: hence
 * the deadline.
 */
export function telegramApi({ token, apiRoot }: Pick<TelegramConfig, 'token' | 'apiRoot'>, callMs: number = telegramLimits.callMs): Api {
  let client: Promise<Telegram> | undefined;
  const load = async () => {
    const { Telegram } = await import('telegraf');
    return new Telegram(token, { apiRoot, webhookReply: false });
  };

  return {
    async call(method, payload, { signal, waitsMs = 0 } = {}) {
      const ended = new AbortController();
      const end = () => ended.abort();
      let timer: NodeJS.Timeout | undefined;
      if (signal?.aborted) end();
      signal?.addEventListener('abort', end, { once: true });
      try {
        client ??= load();
        const telegram = await client;
        timer = setTimeout(end, callMs + waitsMs);
        // telegraf's types end with Bot API 7 and know only their own AbortSignal; the client passes both on as they are.
        const callApi = telegram.callApi.bind(telegram) as (method: Method, payload: object, options: { signal: AbortSignal }) => Promise<unknown>;
        return await callApi(method, payload, { signal: ended.signal });
      } catch (cause) {
        throw refusalOf(cause, method);
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
      }
    },
  };
}
