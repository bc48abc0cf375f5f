import type { Channel } from '../../shared/channel/channel.ts';
import type { Api } from './api.ts';
import { isFields } from './fields.ts';
import type { Me } from './me.ts';
import { webhookPath } from './receive.ts';
import { TelegramRefused } from './refusal.ts';

/** Asks Telegram who we are and, with a webhook, whether it calls us and what it last met there. */
export function prober(api: Api, me: Me, secret: string | undefined): NonNullable<Channel['probe']> {
  return async (signal, at) => {
    try {
      const { name, readsAll } = await me.learn(signal);
      const who = `@${name}${readsAll ? ', reads all messages of its groups' : ''}`;
      if (at) return { ok: true, detail: who };
      return secret === undefined ? { ok: true, detail: `${who}, by long polling.` } : await webhookState(api, who, signal);
    } catch (cause) {
      if (!(cause instanceof TelegramRefused)) throw cause;
      return { ok: false, detail: cause.message, ...(cause.hint === undefined ? {} : { hint: cause.hint }) };
    }
  };
}

async function webhookState(api: Api, who: string, signal: AbortSignal): Promise<{ ok: boolean; detail: string; hint?: string }> {
  const info = await api.call('getWebhookInfo', {}, { signal });
  const { url, pending_update_count: pending, last_error_message: error } = isFields(info) ? info : {};
  if (typeof url !== 'string' || url === '')
    return {
      ok: false,
      detail: `${who}: no webhook is set, so nothing arrives.`,
      hint: `Set BELLHOP_URL to a public https address and start again, or unset TELEGRAM_WEBHOOK_SECRET to poll.`,
    };
  if (typeof error === 'string' && typeof pending === 'number' && pending > 0)
    return {
      ok: false,
      detail: `${who}: ${pending} updates wait; Telegram last met: ${error}.`,
      hint: `Telegram calls ${url}: see that it reaches ${webhookPath} here, with the secret_token of TELEGRAM_WEBHOOK_SECRET.`,
    };
  return { ok: true, detail: `${who}, by webhook at ${url}.` };
}
