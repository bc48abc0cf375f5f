import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { command } from '../../../shared/command/define.ts';
import { openDatabase } from '../../../shared/sqlite/database.ts';
import { sqliteStore } from '../../../shared/store/sqlite/store.ts';
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

const folder = mkdtempSync(join(tmpdir(), 'bellhop-told-'));
const clock = manualClock();
const database = openDatabase(folder, { clock, log: { info() {}, warn() {}, error() {} } });
const check = command({ name: 'check', summary: 'Check', run: () => undefined });
const parts = {
  store: sqliteStore(database, { clock }),
  inbox: { list: async () => [] },
  secrets: { get: async () => null, put: async () => {} },
  commands: [check],
};
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

it('tells each platform, or who deploys, every address that it is to call', async () => {
  const { on, problems } = opened();
  expect([on.map(({ name }) => name), problems]).toEqual([awsChannels.map(({ name }) => name), []]);
  const lines: string[] = [];
  const { steps, failed } = await publish(on, parts, (line) => void lines.push(line));
  expect(failed).toEqual([]);
  for (const { name, routes } of awsChannels)
    for (const { path } of routes.filter(({ page, named }) => !page && !named))
      expect(steps.filter(({ channel, what }) => channel === name && what.endsWith(`${url}${path}`)).length).toBe(1);
  expect(lines).toContain('slack: for you to set: Event Subscriptions, request URL: https://bellhop.example/slack/events');
  expect(lines).toContain('telegram: Webhook at https://bellhop.example/telegram/webhook');
  expect(lines).toContain('telegram: It lists the commands that there are');
  expect(telegram.of('setMyCommands').at(-1)?.payload.commands).toEqual([{ command: 'check', description: 'Check' }]);
  expect(messenger.profile()).toMatchObject({ persistent_menu: [{ locale: 'default' }] });
  expect(lines).toContain('teams: for you to set: Its list of commands: bellhop commands apply teams --stage NAME');
});

it('tells the others when one refuses, and what to do', async () => {
  telegram.misbehave({ kind: '500', method: 'setWebhook' });
  const { steps, failed } = await publish(opened().on, parts, () => {});
  expect(failed).toEqual([{ about: 'publish telegram', state: 'wrong', detail: expect.stringContaining('Telegram'), hint: expect.any(String) }]);
  expect(new Set(steps.map(({ channel }) => channel))).toEqual(new Set(['slack', 'teams', 'telegram', 'messenger', 'sms', 'email', 'alexa']));
});

it('tells a list that was refused, and the rest of it the next time', async () => {
  const german = command({ name: 'watch', summary: 'Watch', in: { de: { summary: 'Wacht' } }, run: () => undefined });
  telegram.misbehave({ kind: '500', method: 'setMyCommands' });
  const { failed } = await publish(opened().on, { ...parts, commands: [check, german] }, () => {});
  expect(failed).toMatchObject([{ about: 'list telegram', state: 'wrong', detail: expect.stringContaining('default') }]);
  const again = await publish(opened().on, { ...parts, commands: [check, german] }, () => {});
  expect([again.failed, telegram.of('setMyCommands').at(-1)?.payload]).toMatchObject([[], { scope: { type: 'default' } }]);
});
