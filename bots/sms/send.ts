import type { Channel } from '../../shared/channel/channel.ts';
import type { TwilioApi } from './api.ts';
import { asSmsMessage } from './render.ts';

/** Sends what `render` made. `address`: where Twilio calls us, and tells later whether it was delivered; it takes none that isn't https (error 21609). */
export function sender(api: TwilioApi, from: string, address: string): Channel['send'] {
  const by: Record<string, string> = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
  const told: Record<string, string> = address.startsWith('https://') ? { StatusCallback: address } : {};
  return async (rendered, place, { signal }) => {
    const { body } = asSmsMessage(rendered);
    const { sid } = await api.call('POST', '/Messages', { To: place.conversation, ...by, Body: body, ...told }, signal);
    return typeof sid === 'string' ? { message: sid } : {};
  };
}
