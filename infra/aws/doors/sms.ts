import { busy, smsReceive, smsRoutes } from '../../../bots/sms/receive.ts';
import { smsConfig, smsSettings } from '../../../bots/sms/settings.ts';
import type { Door } from './door.ts';

/** SMS, by Twilio's webhook: at the address of the stage alone, for that is what Twilio signs. */
export const smsDoor: Door = {
  name: 'sms',
  routes: smsRoutes,
  settings: smsSettings,
  open(env, { clock, url }) {
    const config = smsConfig(env);
    if (!config) return { off: 'Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM.' };
    return { receive: smsReceive({ ...config, url, clock }), busy };
  },
};
