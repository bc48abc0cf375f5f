import type { Channel } from '../../shared/channel/channel.ts';
import type { Api } from './api.ts';
import { isCallable, setWebhook } from './webhook.ts';

/** Sets the webhook, where there is a secret for it and an address that Telegram calls. */
export function publisher(api: Api, webhook: string, secret: string | undefined): NonNullable<Channel['publish']> {
  return async (signal) => {
    if (secret === undefined) return [];
    if (!isCallable(webhook)) return [{ state: 'left', what: `The webhook: Telegram calls https at port 443, 80, 88 or 8443 alone, not ${webhook}` }];
    return [{ state: 'done', what: `Webhook at ${await setWebhook(api, webhook, secret, signal)}` }];
  };
}
