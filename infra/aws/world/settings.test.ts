import { CreateSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { SettingsError } from '../../../shared/errors.ts';
import { manualClock } from '../../../shared/timers/manual-clock.ts';
import { AwsError } from '../../../test/aws/json-service.ts';
import { type SecretsManager, startSecretsManager } from '../../../test/aws/secrets-manager.ts';
import { dynamodbClient } from './clients.ts';
import { bySettings } from './settings.ts';

let aws: SecretsManager;
let secrets = 0;
beforeAll(async () => {
  aws = await startSecretsManager();
});
afterAll(() => aws.close());
beforeEach(() => {
  const own = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.endpoint };
  for (const [name, value] of Object.entries(own)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function fresh(value: object) {
  const Name = `bellhop-s${++secrets}`;
  await aws.client.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(value) }));
  const clock = manualClock();
  const opens: unknown[] = [];
  const open = (env: Readonly<Record<string, string | undefined>>) => {
    opens.push(env);
    if (env.TOKEN === 'bad') throw new SettingsError('TOKEN is malformed.');
    return { token: env.TOKEN, table: env.BELLHOP_TABLE, empty: env.EMPTY };
  };
  const client = dynamodbClient();
  const env = { BELLHOP_SECRET: Name, BELLHOP_TABLE: 'ours' };
  return {
    clock,
    opens,
    opened: () => bySettings(env, { clock, client, report: () => {} }, open),
    put: (next: object) => aws.client.send(new PutSecretValueCommand({ SecretId: Name, SecretString: JSON.stringify(next) })),
  };
}

it('opens once, with the secret and over it what the function itself was told; what is empty counts as unset', async () => {
  const { opened, opens } = await fresh({ TOKEN: ' one ', BELLHOP_TABLE: 'theirs', EMPTY: ' ' });
  const get = opened();
  const first = await get();
  expect(first).toEqual({ token: 'one', table: 'ours', empty: undefined });
  expect(await get()).toBe(first);
  expect(opens).toHaveLength(1);
});

it('takes a rotated secret some minutes later, without a deployment', async () => {
  const { opened, put, clock } = await fresh({ TOKEN: 'one' });
  const get = opened();
  await get();
  await put({ TOKEN: 'two' });
  await clock.advance(300_000);
  expect(await get()).toMatchObject({ token: 'two' });
});

it('asks at once, and again when that early question was lost', async () => {
  const { opened, opens } = await fresh({ TOKEN: 'one' });
  aws.fail('GetSecretValue', new AwsError('AccessDeniedException', 'not yet'));
  const get = opened();
  expect(await get()).toMatchObject({ token: 'one' });
  expect(opens).toHaveLength(1);
});

it('rejects while the secret is wrong, and opens once it is mended', async () => {
  const { opened, put, clock } = await fresh({ TOKEN: 'bad' });
  const get = opened();
  await expect(get()).rejects.toThrow('TOKEN is malformed.');
  await put({ TOKEN: 'good' });
  await clock.advance(300_000);
  expect(await get()).toMatchObject({ token: 'good' });
});
