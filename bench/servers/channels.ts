import { alexa } from '../../bots/alexa/channel.ts';
import { alexaReceive } from '../../bots/alexa/receive.ts';
import { messenger } from '../../bots/messenger/channel.ts';
import { slack } from '../../bots/slack/channel.ts';
import { teams } from '../../bots/teams/channel.ts';
import { telegram } from '../../bots/telegram/channel.ts';
import { telegramReceive } from '../../bots/telegram/receive.ts';
import type { Channel, ChannelModule, Env } from '../../shared/channel/channel.ts';
import { systemClock as clock } from '../../shared/clock.ts';
import { settings } from './settings.ts';

const { keys, openIdUrl } = settings;
const tools = { clock, random: Math.random, url: 'https://bellhop.example', env: {} };

/** The channels as the product opens them, with the keys of this run. */
export const channels: Readonly<Record<string, () => Channel>> = {
  slack: () =>
    open(slack, { SLACK_SIGNING_SECRET: keys.slack.signingSecret, SLACK_BOT_TOKEN: 'xoxb-1-bench', SLACK_API_URL: new URL('/api/', openIdUrl).href }),
  // Its name is known from the start here: nobody asks Telegram for it.
  telegram: () => ({
    ...open(telegram, { TELEGRAM_BOT_TOKEN: keys.telegram.token, TELEGRAM_WEBHOOK_SECRET: keys.telegram.secret }),
    receive: telegramReceive({ ...keys.telegram, botName: () => keys.telegram.botName, clock }),
  }),
  teams: () =>
    open(teams, {
      TEAMS_APP_ID: keys.teams.appId,
      TEAMS_APP_PASSWORD: 'bench',
      TEAMS_TENANT_ID: 'botframework.com',
      TEAMS_OPENID_METADATA_URL: openIdUrl,
    }),
  messenger: () =>
    open(messenger, {
      MESSENGER_APP_SECRET: keys.messenger.appSecret,
      MESSENGER_VERIFY_TOKEN: 'bench-words',
      MESSENGER_PAGE_TOKEN: 'EAAbench-token',
    }),
  // The certificate of this run, which isn't at Amazon's address.
  alexa: () => ({
    ...open(alexa, { ALEXA_SKILL_ID: keys.alexa.skillId }),
    receive: alexaReceive({
      skillId: keys.alexa.skillId,
      certUrl: 'https://s3.amazonaws.com/echo.api/',
      roots: [keys.alexa.root],
      clock,
      fetch: async () => new Response(keys.alexa.chain),
    }),
  }),
};

function open(module: ChannelModule, env: Env): Channel {
  const configured = module.configure(env, tools);
  if ('off' in configured) throw new Error(`${module.name} is off: ${configured.off}`);
  return configured.on;
}
