import { createServer } from 'node:http';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AwsError } from '../../../test/aws/json-service.ts';
import { access, listening } from '../../../test/aws/listening.ts';
import { type SecretsManager, startSecretsManager } from '../../../test/aws/secrets-manager.ts';
import { signedPosts } from '../../aws/signed.ts';
import { secretsManager } from './ask-secret.ts';

let aws: SecretsManager;
let arn: string;
beforeAll(async () => {
  aws = await startSecretsManager();
  arn = (await aws.client.send(new CreateSecretCommand({ Name: 'bellhop/ask', SecretString: '{"A":"ä"}' }))).ARN ?? '';
});
afterAll(() => aws.close());

const never = new AbortController().signal;

function asking({ endpoint = aws.endpoint, ...config }: { readonly endpoint?: string } & Omit<DynamoDBClientConfig, 'endpoint'> = {}) {
  const client = new DynamoDBClient({ ...access, ...config });
  onTestFinished(() => client.destroy());
  const regions: string[] = [];
  const endpointIn = (region: string) => {
    regions.push(region);
    return endpoint;
  };
  const ask = secretsManager(signedPosts({ client, service: 'secretsmanager', endpoint: endpointIn, random: () => 0 }));
  return { regions, ask: (secretId = arn, signal = never) => ask(secretId, signal) };
}

async function asksDuring(work: () => Promise<unknown>): Promise<number> {
  const before = aws.asked.get('GetSecretValue') ?? 0;
  await work();
  return (aws.asked.get('GetSecretValue') ?? 0) - before;
}

describe('Secrets Manager, asked by a signed request,', () => {
  it("says what the SDK's client hears, by name and ARN, in the client's region", async () => {
    const { ask, regions } = asking();
    const { VersionId, SecretString } = await aws.client.send(new GetSecretValueCommand({ SecretId: arn }));
    expect(await ask()).toEqual({ version: VersionId, text: SecretString });
    expect(await ask('bellhop/ask')).toEqual({ version: VersionId, text: '{"A":"ä"}' });
    expect(regions).toEqual([access.region, access.region]);
  });

  it("takes a session's token with it, as a function has one", async () => {
    const { ask } = asking({ credentials: { ...access.credentials, sessionToken: 'a token' } });
    expect(await ask()).toMatchObject({ text: '{"A":"ä"}' });
  });

  it('is not asked a second time what it refuses, which has its name', async () => {
    const { ask } = asking({ credentials: { ...access.credentials, secretAccessKey: 'another' } });
    expect(await asksDuring(() => expect(ask()).rejects.toMatchObject({ name: 'InvalidSignatureException' }))).toBe(1);
    const nonesuch = asking();
    const refused = { name: 'ResourceNotFoundException', message: "Secrets Manager can't find the specified secret." };
    expect(await asksDuring(() => expect(nonesuch.ask('nonesuch')).rejects.toMatchObject(refused))).toBe(1);
  });

  it.each([new AwsError('ThrottlingException', 'Rate exceeded'), new AwsError('InternalServiceError', '', 500)])(
    'is asked three times while it says $name, and no more',
    async (failure) => {
      const { ask } = asking();
      aws.fail('GetSecretValue', failure, 2);
      expect(await asksDuring(() => expect(ask()).resolves.toMatchObject({ text: '{"A":"ä"}' }))).toBe(3);
      aws.fail('GetSecretValue', failure, 3);
      expect(await asksDuring(() => expect(ask()).rejects.toMatchObject({ name: failure.name }))).toBe(3);
    },
  );

  it('is asked again when it is silent, until its asker has no more time', async () => {
    let asked = 0;
    const silent = await listening(createServer(() => void asked++));
    onTestFinished(() => silent.close());
    const { ask } = asking({ endpoint: silent.endpoint, requestHandler: { requestTimeout: 20, throwOnRequestTimeout: true } });
    await expect(ask()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(asked).toBe(3);
    const patient = asking({ endpoint: silent.endpoint });
    const ended = new AbortController();
    const answer = expect(patient.ask(arn, ended.signal)).rejects.toMatchObject({ name: 'AbortError' });
    while (asked < 4) await new Promise(setImmediate);
    ended.abort();
    await answer;
    expect(asked).toBe(4);
  });

  it('shows nothing of an answer that can not be read', async () => {
    const broken = await listening(createServer((_, response) => response.end('{"SecretString":"xoxb-se')));
    onTestFinished(() => broken.close());
    const failure = await asking({ endpoint: broken.endpoint })
      .ask()
      .catch((cause: unknown) => cause);
    expect(failure).toMatchObject({ name: 'Error', message: 'Secrets Manager answered what is no JSON.' });
    expect(String(failure)).not.toContain('xoxb');
  });
});
