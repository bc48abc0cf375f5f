import type { Channel } from '../../shared/channel/channel.ts';
import type { TwilioApi } from './api.ts';
import { ownNumber } from './number.ts';

/** Twilio is asked to try again so often when we don't answer, or with an error of ours: it would not by itself (Webhooks: Connection Overrides). Not part of what it signs. */
const retries = '#rc=3&rp=ct,rt,5xx';

/** Tells Twilio where the number's messages go (`address`). SMS has no menu: `help` lists the commands. */
export function publisher(api: TwilioApi, from: string, address: string): NonNullable<Channel['publish']> {
  return async (signal) => {
    if (!address.startsWith('https://')) return [{ state: 'left', what: `Where messages go: Twilio is told no address but https, not ${address}` }];
    const byHand = {
      state: 'left',
      what: `Where messages to ${from} go, in the Twilio console, "A message comes in", HTTP POST: ${address}${retries}`,
    } as const;
    if (!from.startsWith('+')) return [byHand];
    const number = await ownNumber(api, from, signal);
    if (!number) return [byHand];
    if (number.smsUrl.split('#')[0] !== address)
      await api.call('POST', `/IncomingPhoneNumbers/${number.sid}`, { SmsUrl: `${address}${retries}`, SmsMethod: 'POST' }, signal);
    return [{ state: 'done', what: `Messages to ${from} come to ${address}` }];
  };
}
