import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError } from '../../../test/aws/json-service.ts';
import { access } from '../../../test/aws/listening.ts';
import { moto } from '../../../test/aws/moto.ts';
import { type SecretsManager, startSecretsManager } from '../../../test/aws/secrets-manager.ts';
import { signedPosts } from '../../aws/signed.ts';
import { SettingsError, StorageFailed } from '../../errors.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { type AskSecret, secretsManager } from './ask-secret.ts';
import { stageSettings } from './stage-settings.ts';

let aws: SecretsManager;
let ask: AskSecret;
const client = new DynamoDBClient(access);
beforeAll(async () => {
  aws = await startSecretsManager();
  ask = secretsManager(signedPosts({ client, service: 'secretsmanager', endpoint: () => aws.endpoint, random: Math.random, tries: 1 }));
});
afterAll(async () => {
  client.destroy();
  await aws.close();
});

let secrets = 0;
async function fresh(value: string | object) {
  const secretId = `bellhop/test-${++secrets}`;
  const text = (value: string | object) => (typeof value === 'string' ? value : JSON.stringify(value));
  const { ARN = '' } = await aws.client.send(new CreateSecretCommand({ Name: secretId, SecretString: text(value) }));
  const clock = manualClock();
  const failures: unknown[] = [];
  const failed = (cause: unknown) => void failures.push(cause);
  const open = (id = secretId) => stageSettings({ ask, secretId: id, clock, failed });
  return {
    settings: open(),
    open,
    clock,
    secretId,
    arn: ARN,
    failures,
    put: (value: string | object) => aws.client.send(new PutSecretValueCommand({ SecretId: secretId, SecretString: text(value) })),
  };
}

const asked = () => aws.asked.get('GetSecretValue') ?? 0;

describe("a stage's settings", () => {
  it('are read once in five minutes, by name or ARN, and stay the same object while their version does', async () => {
    const { settings, open, clock, arn } = await fresh({ SLACK_BOT_TOKEN: 'one' });
    const before = asked();
    const [first] = await Promise.all(Array.from({ length: 10 }, () => settings.read()));
    await clock.advance(299_999);
    expect(await settings.read()).toBe(first);
    expect([first, asked()]).toEqual([{ SLACK_BOT_TOKEN: 'one' }, before + 1]);
    await clock.advance(1);
    expect(await settings.read()).toBe(first);
    expect(asked()).toBe(before + 2);
    expect(await open(arn).read()).toEqual(first);
  });

  it('follow a rotation within five minutes, and at once when someone was refused', async () => {
    const { settings, clock, put } = await fresh({ A: '1' });
    expect(await settings.read()).toEqual({ A: '1' });
    await put({ A: '2' });
    expect(await settings.read()).toEqual({ A: '1' });
    await clock.advance(300_000);
    expect(await settings.read()).toEqual({ A: '2' });
    await put({ A: '3' });
    await clock.advance(10_000);
    expect(await settings.renew()).toBe(true);
    expect(await settings.read()).toEqual({ A: '3' });
    await clock.advance(10_000);
    expect(await settings.renew()).toBe(false);
  });

  it('are not asked for again by every one of many that are refused', async () => {
    const { settings, clock } = await fresh({ A: '1' });
    await settings.read();
    await clock.advance(10_000);
    const before = asked();
    expect(await Promise.all(Array.from({ length: 20 }, () => settings.renew()))).not.toContain(true);
    await clock.advance(9_999);
    for (let i = 0; i < 20; i++) await settings.renew();
    expect(asked()).toBe(before + 1);
  });

  it('stay good while Secrets Manager can not be asked, which is heard of', async () => {
    const { settings, clock, failures, put } = await fresh({ A: '1' });
    await settings.read();
    await put({ A: '2' });
    aws.fail('GetSecretValue', new AwsError('InternalServiceError', 'no', 500));
    await clock.advance(300_000);
    expect(await settings.read()).toEqual({ A: '1' });
    expect(failures).toMatchObject([{ code: 'storage_failed' }]);
    await clock.advance(29_999);
    expect(await settings.read()).toEqual({ A: '1' });
    await clock.advance(1);
    expect(await settings.read()).toEqual({ A: '2' });
  });

  it('that were never read are StorageFailed, and no settings a SettingsError that shows nothing of them', async () => {
    const { open } = await fresh({});
    await expect(open('nonesuch').read()).rejects.toBeInstanceOf(StorageFailed);
    aws.fail('GetSecretValue', new AwsError('AccessDeniedException', 'no'));
    await expect(open().read()).rejects.toBeInstanceOf(StorageFailed);
    expect(await open().read()).toEqual({});
    for (const value of ['xoxb-secret', '["xoxb-secret"]', '{"A":1}', 'null']) {
      const { settings, failures, put, clock } = await fresh(value);
      await expect(settings.read()).rejects.toBeInstanceOf(SettingsError);
      await expect(settings.read()).rejects.not.toThrow('xoxb');
      await put({ A: '1' });
      expect(await settings.read()).toEqual({ A: '1' });
      await put(value);
      await clock.advance(300_000);
      expect(await settings.read()).toEqual({ A: '1' });
      expect(failures).toHaveLength(1);
    }
  });
});

// moto keeps versions that have no label any more.
describe.skipIf(moto)("Secrets Manager's stand-in", () => {
  it('moves the labels with each version, and knows no third one', async () => {
    const { put, secretId } = await fresh('one');
    const textOf = async (stage?: string) =>
      (await aws.client.send(new GetSecretValueCommand({ SecretId: secretId, ...(stage && { VersionStage: stage }) }))).SecretString;
    await expect(textOf('AWSPREVIOUS')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await put('two');
    expect([await textOf(), await textOf('AWSPREVIOUS')]).toEqual(['two', 'one']);
    await put('three');
    expect([await textOf('AWSCURRENT'), await textOf('AWSPREVIOUS')]).toEqual(['three', 'two']);
    const { VersionIdsToStages = {} } = await aws.client.send(new DescribeSecretCommand({ SecretId: secretId }));
    expect(Object.values(VersionIdsToStages).sort()).toEqual([['AWSCURRENT'], ['AWSPREVIOUS']]);
  });

  it('takes a repeated token once, and refuses it for another value', async () => {
    const { secretId } = await fresh('one');
    const put = (SecretString: string) =>
      aws.client.send(new PutSecretValueCommand({ SecretId: secretId, SecretString, ClientRequestToken: 'a'.repeat(32) }));
    expect((await put('two')).VersionId).toBe((await put('two')).VersionId);
    await expect(put('three')).rejects.toMatchObject({ name: 'ResourceExistsException' });
    await expect(aws.client.send(new CreateSecretCommand({ Name: secretId, SecretString: 'x' }))).rejects.toMatchObject({
      name: 'ResourceExistsException',
    });
  });
});
