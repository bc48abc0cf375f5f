import type { Channel } from '../../shared/channel/channel.ts';
import type { TwilioApi } from './api.ts';
import { asSmsMessage } from './render.ts';
import { addressOf } from './webhook.ts';

/** Sends what `render` made. `url`: BELLHOP_URL, where Twilio tells later whether it was delivered; it takes no address that isn't https (error 21609). */
export function sender(api: TwilioApi, from: string, url: string): Channel['send'] {
  const by: Record<string, string> = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
  const told: Record<string, string> = url.startsWith('https://') ? { StatusCallback: addressOf(url) } : {};
  return async (rendered, place, { signal }) => {
    const { body } = asSmsMessage(rendered);
    const { sid } = await api.call('POST', '/Messages', { To: place.conversation, ...by, Body: body, ...told }, signal);
    return typeof sid === 'string' ? { message: sid } : {};
  };
}
