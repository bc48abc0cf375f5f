import { busy } from '../../../bots/slack/busy.ts';
import { goneReader } from '../../../bots/slack/gone.ts';
import { installsIn } from '../../../bots/slack/installs.ts';
import { formOpener } from '../../../bots/slack/modal.ts';
import { slackReceive, slackRoutes } from '../../../bots/slack/receive.ts';
import { slackConfig, slackSettings } from '../../../bots/slack/settings.ts';
import { mainBot } from '../../../shared/channel/bots.ts';
import { formOf } from '../world/forms.ts';
import type { Door } from './door.ts';

/** Slack, always by HTTP: a function keeps no socket. */
export const slackDoor: Door = {
  name: 'slack',
  routes: slackRoutes,
  settings: slackSettings,
  severalBots: true,
  form: formOf,
  open(env, tools) {
    const config = slackConfig({ ...env, SLACK_APP_TOKEN: undefined });
    if ('off' in config || config.from.kind !== 'http') return { off: 'Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET.' };
    const { botToken, oauth, from, apiUrl } = config;
    // A workspace's own token is sealed, and a way in can't open it: where there are many, what is missing is asked for in words.
    const opens = botToken !== undefined && !oauth ? { open: formOpener({ tokenOf: async () => botToken, apiUrl }) } : {};
    const installing = oauth && tools.kept ? { installing: { gone: goneReader(installsIn(tools.kept, tools.bot ?? mainBot)) } } : {};
    return { receive: slackReceive({ signingSecret: from.signingSecret, clock: tools.clock, ...installing }), busy, ...opens };
  },
};
