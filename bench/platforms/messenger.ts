import { createHmac } from 'node:crypto';
import { post } from './http.ts';
import type { Keys } from './keys.ts';

/** A message to a Page as Meta sends it to a webhook. `index` makes its `mid`. */
export function messengerRequest({ messenger }: Keys, index: number, options: { readonly text: string }): Buffer {
  const at = Date.now();
  const message = {
    sender: { id: String(7_700_000_000_000_000 + (index % 997)) },
    recipient: { id: messenger.page },
    timestamp: at,
    message: { mid: `m_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_${index}`, text: options.text },
  };
  const body = Buffer.from(JSON.stringify({ object: 'page', entry: [{ id: messenger.page, time: at, messaging: [message] }] }));
  const signature = createHmac('sha256', messenger.appSecret).update(body).digest('hex');
  return post(
    '/messenger/webhook',
    { 'Content-Type': 'application/json', 'X-Hub-Signature-256': `sha256=${signature}`, 'User-Agent': 'facebookexternalua' },
    body,
  );
}
