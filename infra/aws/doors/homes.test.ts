import { expect, it } from 'vitest';
import { emailCan } from '../../../bots/email/limits.ts';
import { messengerCan } from '../../../bots/messenger/limits.ts';
import { slackCan } from '../../../bots/slack/limits.ts';
import { smsCan } from '../../../bots/sms/limits.ts';
import { teamsCan } from '../../../bots/teams/limits.ts';
import { telegramCan } from '../../../bots/telegram/limits.ts';
import { homeSettings, homes } from './homes.ts';

it('names the channels that begin conversations, as they say themselves, where they are on', () => {
  const channels = { slack: slackCan, telegram: telegramCan, teams: teamsCan, messenger: messengerCan, sms: smsCan, email: emailCan };
  expect(Object.keys(homeSettings)).toEqual(Object.keys(channels));
  expect(Object.values(channels).map(({ proactive }) => proactive)).not.toContain(false);
  expect([...homes({ SLACK_CLIENT_ID: '1', TELEGRAM_BOT_TOKEN_SALES: 't', TEAMS_APP_ID: ' ' }).keys()]).toEqual(['slack', 'telegram']);
});
