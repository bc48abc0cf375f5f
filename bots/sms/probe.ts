import type { Channel } from '../../shared/channel/channel.ts';
import { SendFailed } from '../../shared/errors.ts';
import type { TwilioApi } from './api.ts';
import { ownNumber } from './number.ts';

/** Asks Twilio whether the account is in order, and whether the number tells us what people write to it. `address`: where Twilio calls us. */
export function prober(api: TwilioApi, from: string, address: string): NonNullable<Channel['probe']> {
  return async (signal) => {
    try {
      const { friendly_name: name, status } = await api.call('GET', '', {}, signal);
      const who = `the account ${typeof name === 'string' ? name.slice(0, 100) : ''}`.trim();
      if (status !== 'active') return { ok: false, detail: `${who} is ${status}.`, hint: 'Look into the Twilio console.' };
      if (!from.startsWith('+'))
        return { ok: true, detail: `${who}, sending by ${from}; that what people write comes to ${address} is set there, and not asked here.` };
      const number = await ownNumber(api, from, signal);
      if (!number)
        return { ok: false, detail: `${who} has no number ${from}.`, hint: 'Set TWILIO_FROM to one of its numbers: Phone Numbers, Active numbers.' };
      if (!number.canSms) return { ok: false, detail: `${from} can't send or get SMS.`, hint: 'Take a number that has SMS among its capabilities.' };
      if (number.smsUrl.split('#')[0] === address) return { ok: true, detail: `${who}, ${from}, which tells what people write.` };
      return {
        ok: false,
        detail: `${from} tells what people write to ${number.smsUrl === '' ? 'nobody' : number.smsUrl.slice(0, 200)}.`,
        hint: `In the Twilio console, under Phone Numbers, ${from}, "A message comes in": Webhook, ${address}, HTTP POST.`,
      };
    } catch (cause) {
      if (!(cause instanceof SendFailed)) throw cause;
      return { ok: false, detail: cause.message, hint: cause.hint ?? 'Try again; if it stays, check TWILIO_API_URL and the network.' };
    }
  };
}
