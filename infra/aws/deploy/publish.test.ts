import { afterAll, beforeAll, expect, it } from 'vitest';
import { manualClock } from '../../../shared/timers/manual-clock.ts';
import { type MessengerPlatform, startMessenger } from '../../../test/platforms/messenger.ts';
import { startTwilio, type TwilioPlatform } from '../../../test/platforms/sms.ts';
import { startTelegram, type TelegramPlatform } from '../../../test/platforms/telegram.ts';
import { openChannels } from '../../settings/channels.ts';
import { awsChannels } from '../channels.ts';
import { publish } from './publish.ts';

let telegram: TelegramPlatform;
let messenger: MessengerPlatform;
let sms: TwilioPlatform;
beforeAll(async () => {
  [telegram, messenger, sms] = await Promise.all([startTelegram(), startMessenger(), startTwilio()]);
});
afterAll(() => Promise.all([telegram.close(), messenger.close(), sms.close()]));

const url = 'https://bellhop.example';
function opened() {
  const id = '00000000-0000-4000-8000-000000000000';
  const env = {
    ...telegram.env,
    ...messenger.env,
    ...sms.env,
    EMAIL_WEBHOOK_TOKEN: '0123456789abcdef',
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 'c'.repeat(32),
    TEAMS_APP_ID: id,
    TEAMS_APP_PASSWORD: 'p',
    TEAMS_TENANT_ID: id,
    ALEXA_SKILL_ID: 'amzn1.ask.skill.1',
  };
  return openChannels(awsChannels, env, {
    clock: manualClock(),
    random: () => 0.5,
    url,
    env,
    mail: { send: () => Promise.reject(new Error('not here')) },
  });
}

it('tells each platform, or who deploys, every address that it is to call', async () => {
  const { on, problems } = opened();
  expect([on.map(({ name }) => name), problems]).toEqual([awsChannels.map(({ name }) => name), []]);
  const lines: string[] = [];
  const { steps, failed } = await publish(on, [], (line) => void lines.push(line));
  expect(failed).toEqual([]);
  for (const { name, routes } of awsChannels)
    for (const { path } of routes.filter(({ page }) => !page))
      expect(steps.filter(({ channel, what }) => channel === name && what.endsWith(`${url}${path}`)).length).toBe(1);
  expect(lines).toContain('slack: for you to set: Event Subscriptions, request URL: https://bellhop.example/slack/events');
  expect(lines).toContain('telegram: Webhook at https://bellhop.example/telegram/webhook');
});

it('tells the others when one refuses, and what to do', async () => {
  telegram.misbehave({ kind: '500', method: 'setWebhook' });
  const { steps, failed } = await publish(opened().on, [], () => {});
  expect(failed).toEqual([{ about: 'publish telegram', state: 'wrong', detail: expect.stringContaining('Telegram'), hint: expect.any(String) }]);
  expect(new Set(steps.map(({ channel }) => channel))).toEqual(new Set(['slack', 'teams', 'messenger', 'sms', 'email', 'alexa']));
});
