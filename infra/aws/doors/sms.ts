import { busy, smsReceive, smsRoutes, webhookPath } from '../../../bots/sms/receive.ts';
import { smsConfig, smsSettings } from '../../../bots/sms/settings.ts';
import { addressOf } from '../../../shared/channel/bots.ts';
import type { Door } from './door.ts';

/** SMS, by Twilio's webhook: at the address of the stage alone, for that is what Twilio signs. */
export const smsDoor: Door = {
  name: 'sms',
  routes: smsRoutes,
  settings: smsSettings,
  severalBots: true,
  open(env, tools) {
    const config = smsConfig(env);
    if (!config) return { off: 'Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM.' };
    return { receive: smsReceive({ ...config, address: addressOf(tools, webhookPath), clock: tools.clock }), busy };
  },
};
