import type { Channel, Published } from '../../shared/channel/channel.ts';
import type { Api } from './api.ts';
import { menus, setMenu } from './listing.ts';
import { isCallable, setWebhook } from './webhook.ts';

/** Sets the webhook, where there is a secret for it and an address that Telegram calls, and the menus. */
export function publisher(api: Api, webhook: string, secret: string | undefined): NonNullable<Channel['publish']> {
  return async (commands, signal) => {
    const { parts } = menus(commands.filter(({ hidden }) => !hidden));
    for (const part of parts) await setMenu(api, part, signal);
    const listed: Published = { state: 'done', what: `${Object.keys(parts[0]?.items ?? {}).length} commands are listed` };
    if (secret === undefined) return [listed];
    if (!isCallable(webhook))
      return [listed, { state: 'left', what: `The webhook: Telegram calls https at port 443, 80, 88 or 8443 alone, not ${webhook}` }];
    return [{ state: 'done', what: `Webhook at ${await setWebhook(api, webhook, secret, signal)}` }, listed];
  };
}
