import { busy, emailReceive, emailRoutes } from '../../../bots/email/receive.ts';
import { emailConfig, emailSettings } from '../../../bots/email/settings.ts';
import type { Door } from './door.ts';

/** Mail, as whoever gets it brings it here. */
export const emailDoor: Door = {
  name: 'email',
  routes: emailRoutes,
  settings: emailSettings,
  open(env, { clock, kept }) {
    const config = emailConfig(env);
    return config?.token
      ? { receive: emailReceive({ ...config, clock, store: kept?.store }), busy }
      : { off: 'Set EMAIL_WEBHOOK_TOKEN, and "mailFrom" of the stage in cdk.json.' };
  },
};
