import type { ListenContext } from '../../shared/channel/channel.ts';
import type { Api } from './api.ts';
import { allowedUpdates } from './update.ts';

/** Ports that Telegram calls (setWebhook); 443 and 80 don't show in an address. */
const ports: ReadonlySet<string> = new Set(['', '443', '80', '88', '8443']);

/** Whether Telegram can call this address: https, at a port of its list. */
export function isCallable(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === 'https:' && ports.has(parsed.port);
}

/** Tells Telegram where to call, with what secret and for which updates; answers the address. Throws TelegramRefused. */
export async function setWebhook(api: Api, url: string, secret: string, signal: AbortSignal): Promise<string> {
  await api.call('setWebhook', { url, secret_token: secret, allowed_updates: allowedUpdates }, { signal });
  return url;
}

/** The same, at the start of the one process. Throws TelegramRefused. Where Telegram can't call us, says what to do. */
export async function registerWebhook(api: Api, url: string, secret: string, { report, signal }: ListenContext): Promise<void> {
  if (!isCallable(url)) {
    report({
      ok: true,
      detail: `Serving ${URL.parse(url)?.pathname}, not registered: BELLHOP_URL is not https at port 443, 80, 88 or 8443. Set it, call setWebhook yourself, or unset TELEGRAM_WEBHOOK_SECRET to poll.`,
    });
    return;
  }
  report({ ok: true, detail: `Webhook at ${await setWebhook(api, url, secret, signal)}.` });
}
