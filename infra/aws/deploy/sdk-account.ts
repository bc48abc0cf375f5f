import { lookup } from 'node:dns/promises';
import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { settingsOf } from '../../../shared/secrets/aws/stage-settings.ts';
import type { Account } from './account.ts';
import { endpointOf } from './services.ts';

/** One try of a call, ms; there are three. */
const tryMs = 10_000;
const config = { maxAttempts: 3, requestHandler: { connectionTimeout: 3_000, requestTimeout: tryMs, throwOnRequestTimeout: true } };

/** The region of the environment or of the profile; null where none is named. */
export async function usualRegion(): Promise<string | null> {
  const client = new STSClient(config);
  try {
    return (await client.config.region()) || null;
  } catch {
    return null; // "Region is missing".
  } finally {
    client.destroy();
  }
}

/** The account that the environment's credentials are of, by the SDK. An endpoint that is named in the environment counts as there. */
export function sdkAccount(region: string, found: (host: string) => Promise<unknown> = lookup): Account {
  const own = { ...config, region };
  const [sts, lambda, ses, secrets] = [new STSClient(own), new LambdaClient(own), new SESv2Client(own), new SecretsManagerClient(own)];
  // The bucket's name has no dots; by path it is found wherever the endpoint is.
  const s3 = new S3Client({ ...own, forcePathStyle: true });
  return {
    region,
    async whoAmI() {
      const { Account: account = '', Arn: arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
      return { account, arn };
    },
    async concurrency() {
      const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
      return { limit: AccountLimit?.ConcurrentExecutions ?? 0, unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? 0 };
    },
    async reservedFor(FunctionName) {
      const found = await orNull(lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })));
      return found?.ReservedConcurrentExecutions ?? 0;
    },
    async variableOf(FunctionName, variable) {
      const found = await orNull(lambda.send(new GetFunctionConfigurationCommand({ FunctionName })));
      return found?.Environment?.Variables?.[variable] ?? null;
    },
    hasBucket: async (Bucket, ExpectedBucketOwner) => (await orNull(s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner })))) !== null,
    sendsToAnyone: async () => (await ses.send(new GetAccountCommand({}))).ProductionAccessEnabled ?? false,
    maySendAs: async (EmailIdentity) => (await orNull(ses.send(new GetEmailIdentityCommand({ EmailIdentity }))))?.VerifiedForSendingStatus ?? false,
    async hasEndpoint(service) {
      if (process.env.AWS_ENDPOINT_URL) return true;
      try {
        await found(endpointOf(service, region));
        return true;
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause && cause.code === 'ENOTFOUND') return false;
        throw cause;
      }
    },
    settings: async (SecretId) => settingsOf(SecretId, (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString),
    putSettings: async (SecretId, settings) =>
      void (await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(settings) }))),
  };
}

const notThere: ReadonlySet<string> = new Set(['ResourceNotFoundException', 'NotFoundException', 'NotFound', 'NoSuchBucket']);

/** Null where what was asked for isn't there. */
async function orNull<T>(asking: Promise<T>): Promise<T | null> {
  try {
    return await asking;
  } catch (cause) {
    if (cause instanceof Error && notThere.has(cause.name)) return null;
    throw cause;
  }
}
