import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../shared/clock.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import { type AccountStandIn, startAccount } from '../../../test/aws/account.ts';
import { AwsError } from '../../../test/aws/json-service.ts';
import { bundles } from '../../../test/aws/lambda/bundles.ts';
import { type Stage as Running, startStage } from '../../../test/aws/lambda/stage.ts';
import { access } from '../../../test/aws/listening.ts';
import { ownSkills } from '../../../test/journeys/own-skills.ts';
import { startTelegram, type TelegramPlatform } from '../../../test/platforms/telegram.ts';
import { published } from '../../core/commands.ts';
import { noOwn } from '../../core/own.ts';
import { functionParts } from '../cdk/functions.ts';
import { stageOf } from '../cdk/stage.ts';
import { publishingOf } from '../publishing.ts';
import { DeployFailed } from './cdk.ts';
import { type DeployParts, deploy } from './deploy.ts';
import { sdkAccount } from './sdk-account.ts';

/** What the CDK would bring to AWS stands there already, as bundled functions behind a gateway; the account has what `deploy` looks at. */
let aws: AccountStandIn;
let telegram: TelegramPlatform;
let stage: Running;
let secret: string;
let fileOf: (entry: string) => string;
const parts = functionParts.filter(({ trigger }) => trigger.kind === 'http');

beforeAll(async () => {
  // As the journeys have them, so that they are made once.
  [aws, telegram, fileOf] = await Promise.all([startAccount(), startTelegram(), bundles(ownSkills)]);
}, 60_000);
beforeEach(async () => {
  stage = await startStage({ env: {}, fileOf, parts });
  secret = (await stage.aws.secretsManager.client.send(new GetSecretValueCommand({ SecretId: stage.name }))).ARN ?? '';
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', stage.aws.secretsManager.endpoint);
  aws.state.functions.clear();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await stage.close();
});
afterAll(async () => {
  await Promise.all([aws.close(), telegram.close()]);
});

const noSecrets = { get: async () => null, put: async () => {} };

const settings = async (): Promise<Record<string, string>> =>
  JSON.parse((await stage.aws.secretsManager.client.send(new GetSecretValueCommand({ SecretId: secret }))).SecretString ?? '');

/** A deployment of the stage `test`, whose CDK does what is told. */
function deployment({ env = telegram.env, says = {}, agrees = true, diff = '[+] all of it' as string | null, fails = false } = {}) {
  const did: string[] = [];
  const all: DeployParts = {
    stage: stageOf('test', { test: { concurrency: 0, ...says } }),
    account: sdkAccount(access.region),
    env,
    own: noOwn,
    tools: { clock: systemClock, random: Math.random },
    problems: [],
    make: () => ({
      async diff() {
        did.push('diff');
        return diff;
      },
      async deploy() {
        did.push('deploy');
        if (fails) throw new DeployFailed('Deploying', 'no', 'again');
        aws.state.functions.set('bellhop-test-run-quick', { variables: { BELLHOP_SECRET: secret }, reserved: 0 });
        return { Url: stage.origin, SecretArn: secret };
      },
    }),
    ask: {
      found: () => void did.push('found'),
      async agrees({ settings: { added, changed } }) {
        did.push(`asked: ${[...added, ...changed].sort().join()}`);
        return agrees;
      },
      tell: (line) => void did.push(line),
    },
    records: async () => ({
      store: dynamodbStore({ client: stage.aws.dynamodb.client, name: stage.table }, { clock: systemClock }),
      inbox: { list: async () => [] },
      secrets: noSecrets,
    }),
    probe: async () => [],
    wait: async () => {},
  };
  return { run: () => deploy(all), did };
}

describe('a deployment', () => {
  it('makes a stage that takes what its platforms sign, and nothing else; once more changes nothing', async () => {
    const { BELLHOP_KEY } = await settings();
    const first = deployment();
    const made = await first.run();
    expect(made).toMatchObject({ state: 'deployed', stack: 'bellhop-test', outputs: { Url: stage.origin } });
    expect(made.checks.filter(({ state }) => state === 'wrong')).toEqual([]);
    expect(first.did.slice(0, 5)).toEqual([
      'found',
      'diff',
      `asked: ${Object.keys(telegram.env).sort().join()}`,
      'deploy',
      'The secret has the settings.',
    ]);
    expect(await settings()).toEqual({ BELLHOP_KEY, ...telegram.env });
    const doors = Object.fromEntries(made.tried.map(({ about, state }) => [about, state]));
    expect(doors).toEqual({
      'door slack': 'off',
      'door teams': 'off',
      'door telegram': 'ok',
      'door messenger': 'off',
      'door sms': 'off',
      'door email': 'off',
      'door alexa': 'off',
    });
    expect(telegram.of('setMyCommands').at(-1)?.payload.commands).toContainEqual(expect.objectContaining({ command: 'help' }));
    expect(made.published).toContainEqual({ channel: 'telegram', state: 'left', what: expect.stringContaining('https') });
    expect(await telegram.deliver(stage.origin, telegram.says.message('status'))).toBe(200);

    vi.stubEnv('AWS_REGION', access.region);
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', stage.aws.dynamodb.endpoint);
    const there = await publishingOf({ BELLHOP_TABLE: stage.table, BELLHOP_URL: stage.origin }, 'test', noOwn);
    expect(await published('plan', undefined, there)).toMatchObject([{ channel: 'telegram', told: 'platform', isPublished: true, changes: [] }]);

    const again = deployment({ diff: null });
    expect(await again.run()).toMatchObject({ state: 'unchanged' });
    expect(again.did.filter((one) => one.startsWith('asked'))).toEqual([]);
  });

  it('writes changed settings before what uses them, and keeps what is set there alone', async () => {
    const slack = { SLACK_BOT_TOKEN: 'xoxb-kept', SLACK_SIGNING_SECRET: 'c'.repeat(32) };
    await stage.rotate({ ...slack, TELEGRAM_BOT_TOKEN: '1:old' });
    aws.state.functions.set('bellhop-test-run-quick', { variables: { BELLHOP_SECRET: secret }, reserved: 0 });
    const { run, did } = deployment();
    await run();
    expect(did.indexOf('The secret has the settings.')).toBeLessThan(did.indexOf('deploy'));
    expect(await settings()).toMatchObject({ ...slack, ...telegram.env });
  });

  it('touches nothing when something is wrong, or nobody agrees', async () => {
    const before = await settings();
    const wrong = deployment({ says: { account: '123456789012' } });
    expect(await wrong.run()).toMatchObject({ state: 'refused', outputs: {} });
    expect(wrong.did).toEqual(['found']);
    const half = deployment({ env: { TELEGRAM_BOT_TOKEN: '1:a' } });
    expect(await half.run()).toMatchObject({ state: 'refused' });
    const declined = deployment({ agrees: false });
    expect(await declined.run()).toMatchObject({ state: 'declined' });
    expect([await settings(), declined.did.includes('deploy')]).toEqual([before, false]);
  });

  it('is refused for what stands in its secret already too', async () => {
    await stage.rotate({ SLACK_BOT_TOKEN: 'half' });
    aws.state.functions.set('bellhop-test-run-quick', { variables: { BELLHOP_SECRET: secret }, reserved: 0 });
    const { state, checks } = await deployment().run();
    expect([state, checks.find(({ about }) => about === 'slack')?.state]).toEqual(['refused', 'wrong']);
  });

  it('that may not write the secret says how far it came', async () => {
    stage.aws.secretsManager.fail('PutSecretValue', new AwsError('AccessDeniedException', 'no'));
    const made = deployment();
    await expect(made.run()).rejects.toMatchObject({
      code: 'deploy_failed',
      hint: expect.stringMatching(/without its settings: deploy again\. Give this user/),
    });
    expect(made.did).toContain('deploy');
    stage.aws.secretsManager.fail('PutSecretValue', new AwsError('AccessDeniedException', 'no'));
    const again = deployment();
    await expect(again.run()).rejects.toMatchObject({ hint: expect.stringContaining('Nothing was deployed.') });
    expect(again.did).not.toContain('deploy');
  });

  it('that CloudFormation gives up tells no platform', async () => {
    const calls = telegram.calls.length;
    await expect(deployment({ fails: true }).run()).rejects.toBeInstanceOf(DeployFailed);
    expect(telegram.calls.length).toBe(calls);
  });

  it('whose platform refuses to be told says so, and goes on', async () => {
    telegram.misbehave({ kind: '500', method: 'getMyCommands' });
    const { tried } = await deployment().run();
    telegram.heal();
    expect(tried.find(({ about }) => about === 'list telegram')).toMatchObject({ state: 'wrong' });
    expect(tried.some(({ about }) => about === 'door telegram')).toBe(true);
  });
});
