import type { Channel } from '../../shared/channel/channel.ts';
import type { Texts } from '../../shared/texts/texts.ts';
import type { TwilioApi } from './api.ts';
import { asSmsMessage } from './render.ts';

/** Sends what `render` made, whoever carries it. */
export const sender =
  (texts: Texts): Channel['send'] =>
  async (rendered, place, { signal }) => {
    const { id } = await texts.send(place.conversation, asSmsMessage(rendered).body, { signal });
    return id === '' ? {} : { message: id };
  };

/** Short messages by Twilio. `address`: where Twilio calls us, and tells later whether it was delivered; it takes none that isn't https (error 21609). */
export function twilioTexts(api: TwilioApi, from: string, address: string): Texts {
  const by: Record<string, string> = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
  const told: Record<string, string> = address.startsWith('https://') ? { StatusCallback: address } : {};
  return {
    from,
    async send(to, body, { signal }) {
      const { sid } = await api.call('POST', '/Messages', { To: to, ...by, Body: body, ...told }, signal);
      return { id: typeof sid === 'string' ? sid : '' };
    },
  };
}
