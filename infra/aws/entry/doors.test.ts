import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { HttpRequest } from '../../../shared/channel/channel.ts';
import { type Aws, startAws } from '../../../test/aws/aws.ts';
import { handOver, httpEvent } from '../../../test/aws/handlers.ts';
import { makeStageParts, type StageParts } from '../../../test/aws/stage-environment.ts';
import { startTeams, type TeamsPlatform } from '../../../test/platforms/teams.ts';
import { standInBot, startTelegram, type TelegramPlatform } from '../../../test/platforms/telegram.ts';

let aws: Aws;
let teams: TeamsPlatform;
let telegram: TelegramPlatform;
let stage: StageParts;
let handlers: Readonly<Record<'teams' | 'telegram', typeof import('./ingress-teams.ts').handler>>;
let run: typeof import('./run.ts').handler;
let deliver: typeof import('./deliver.ts').handler;

beforeAll(async () => {
  [aws, teams, telegram] = await Promise.all([startAws(), startTeams(), startTelegram()]);
  stage = await makeStageParts(aws, { ...teams.env, ...telegram.env });
  for (const [name, value] of Object.entries(stage.env)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  handlers = { teams: (await import('./ingress-teams.ts')).handler, telegram: (await import('./ingress-telegram.ts')).handler };
  [{ handler: run }, { handler: deliver }] = await Promise.all([import('./run.ts'), import('./deliver.ts')]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([aws.close(), teams.close(), telegram.close()]);
});

const event = ({ path, headers, body }: HttpRequest) => httpEvent(path, headers as Record<string, string>, body.toString());

async function answered() {
  await handOver(aws, stage, 'run-quick-interactive', run);
  await handOver(aws, stage, 'deliver', deliver);
}

it('takes a message of Teams to its reply', async () => {
  expect(await handlers.teams(event(teams.request(teams.says.message('m1', 'whoami'))))).toMatchObject({ statusCode: 200 });
  await answered();
  expect(teams.of('send')).toHaveLength(1);
});

it('answers what Teams asks and waits for in the response, and runs it then', async () => {
  const press = await handlers.teams(event(teams.request(teams.says.execute('e1', 'whoami'))));
  expect([press.statusCode, JSON.parse(press.body)]).toMatchObject([200, { statusCode: 200, value: 'On it.' }]);
  await answered();
  expect(teams.of('send')).toHaveLength(2);
  expect(await handlers.teams(event(teams.request(teams.says.invoke('fileConsent/invoke'))))).toMatchObject({ statusCode: 501 });
});

it('takes an update of Telegram to its reply, and one that takes the name of the bot to understand once it has asked for that', async () => {
  const group = { chat: -100_1 };
  expect(await handlers.telegram(event(telegram.request(telegram.says.message(`/whoami@${standInBot.name}`, group))))).toMatchObject({
    statusCode: 200,
  });
  expect(await handlers.telegram(event(telegram.request(telegram.says.message('/whoami@another_bot', group))))).toMatchObject({ statusCode: 200 });
  await answered();
  expect(telegram.of('sendMessage')).toHaveLength(1);
});

it.each(['teams', 'telegram'] as const)('believes nothing unsigned: %s', async (channel) => {
  const { path, headers, body } = channel === 'teams' ? teams.request({}) : telegram.request({});
  const { authorization: _, 'x-telegram-bot-api-secret-token': __, ...rest } = headers;
  expect(await handlers[channel](httpEvent(path, rest as Record<string, string>, body.toString()))).toMatchObject({ statusCode: 401 });
});
