import { addressOf } from '../../shared/channel/bots.ts';
import type { ChannelModule } from '../../shared/channel/channel.ts';
import { twilioApi } from './api.ts';
import { byAws } from './by-aws.ts';
import { fileOpener } from './files.ts';
import { smsCan, smsRates } from './limits.ts';
import { prober } from './probe.ts';
import { publisher } from './publish.ts';
import { addressed, busy, smsReceive, smsRoutes, webhookPath } from './receive.ts';
import { render } from './render.ts';
import { sender, twilioTexts } from './send.ts';
import { smsConfig, smsSettings } from './settings.ts';

/** Text messages, by Twilio or AWS: what people write to a phone number. */
export const sms: ChannelModule = {
  name: 'sms',
  settings: smsSettings,
  routes: smsRoutes,
  severalBots: true,
  configure(env, tools) {
    const config = smsConfig(env);
    if (!config && tools.texts) return { on: byAws(tools.texts) };
    if (!config) return { off: 'Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM.' };
    const { from } = config;
    const { clock } = tools;
    const address = addressOf(tools, webhookPath);
    const api = twilioApi(config);
    return {
      on: {
        name: 'sms',
        can: smsCan,
        limits: smsRates(from),
        routes: smsRoutes,
        receive: smsReceive({ ...config, address, clock }),
        addressed: (to) => addressed(to, config.accountSid),
        render,
        openFile: fileOpener(config),
        send: sender(twilioTexts(api, from, address)),
        busy,
        probe: prober(api, from, address),
        publish: publisher(api, from, address),
      },
    };
  },
};
