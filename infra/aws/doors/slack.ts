import { busy } from '../../../bots/slack/busy.ts';
import { formOpener } from '../../../bots/slack/modal.ts';
import { slackReceive, slackRoutes } from '../../../bots/slack/receive.ts';
import { slackConfig, slackSettings } from '../../../bots/slack/settings.ts';
import { formOf } from '../world/forms.ts';
import type { Door } from './door.ts';

/** Slack, always by HTTP: a function keeps no socket. */
export const slackDoor: Door = {
  name: 'slack',
  routes: slackRoutes,
  settings: slackSettings,
  form: formOf,
  open(env, { clock }) {
    const config = slackConfig({ ...env, SLACK_APP_TOKEN: undefined });
    if ('off' in config || config.from.kind !== 'http') return { off: 'Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET.' };
    return { receive: slackReceive({ signingSecret: config.from.signingSecret, clock }), busy, open: formOpener(config) };
  },
};
