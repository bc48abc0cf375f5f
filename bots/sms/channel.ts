import type { ChannelModule } from '../../shared/channel/channel.ts';
import { twilioApi } from './api.ts';
import { smsCan, smsRates } from './limits.ts';
import { prober } from './probe.ts';
import { publisher } from './publish.ts';
import { busy, smsReceive, smsRoutes } from './receive.ts';
import { render } from './render.ts';
import { sender } from './send.ts';
import { smsConfig, smsSettings } from './settings.ts';

/** Text messages, by Twilio: what people write to a phone number. */
export const sms: ChannelModule = {
  name: 'sms',
  settings: smsSettings,
  routes: smsRoutes,
  configure(env, { clock, url }) {
    const config = smsConfig(env);
    if (!config) return { off: 'Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM.' };
    const { from } = config;
    const api = twilioApi(config);
    return {
      on: {
        name: 'sms',
        can: smsCan,
        limits: smsRates(from),
        routes: smsRoutes,
        receive: smsReceive({ ...config, url, clock }),
        render,
        send: sender(api, from, url),
        busy,
        probe: prober(api, from, url),
        publish: publisher(api, from, url),
      },
    };
  },
};
