import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { Env } from '../../shared/channel/channel.ts';
import { systemClock } from '../../shared/clock.ts';
import { errorOf, SettingsError } from '../../shared/errors.ts';
import { kmsKeeper } from '../../shared/secrets/aws/kms-keeper.ts';
import { stageSettings } from '../../shared/secrets/aws/stage-settings.ts';
import { coreSettings } from '../settings/core.ts';
import { readSettings } from '../settings/read.ts';
import { awsSettings } from './environment.ts';
import type { AwsMoving } from './moving.ts';
import { prefixOf } from './queues.ts';
import { blobParts, openBlobs } from './world/blobs.ts';
import { dynamodbClient, kmsClient, lambdaClient, secretsManagerClient, sqsClient } from './world/clients.ts';
import { given } from './world/given.ts';
import { queueUrl } from './world/queues.ts';

/** A page of the table is up to 1 MB, read from anywhere. */
const pageMs = 15_000;
/** The function that may touch all that is moved: it knows where that is. */
const knowing = 'run-quick';

/**
 * A stage to be moved, by the credentials that the SDK finds. `stage`: its name; without one `env` has the variables that its functions have. Throws SettingsError when there is
 * none, or it can't be asked, and StorageFailed.
 */
export async function openMoving(env: Env, stage?: string): Promise<AwsMoving> {
  const clock = systemClock;
  const known = stage === undefined ? env : { ...env, ...(await variablesOf(stage)) };
  const secret = given(known, awsSettings.secret);
  const secrets = stageSettings({ secretsManager: secretsManagerClient(), secretId: secret, clock, failed() {} });
  const held = await secrets.read();
  const wanted: readonly string[] = [coreSettings.key, coreSettings.keepCommandsMs].map(({ name }) => name);
  const { key, keepCommandsMs: keepMs } = readSettings(Object.fromEntries(Object.entries(held).filter(([name]) => wanted.includes(name))));
  if (key === undefined) throw new SettingsError(`The secret ${secret} has no BELLHOP_KEY.`, 'Put it back: what is sealed by it is lost without it.');
  const blobs = openBlobs(known, clock);
  return {
    where: prefixOf(known[awsSettings.stage.name] ?? stage ?? ''),
    key,
    table: { client: dynamodbClient(pageMs), name: given(known, awsSettings.table) },
    parts: blobParts(blobs, clock, keepMs),
    clockQueue: { client: sqsClient(), url: queueUrl(known, 'clock') },
    keeper: kmsKeeper({ kms: kmsClient(), keyId: given(known, awsSettings.key) }),
    blobs,
    clock,
    keepMs,
  };
}

/** The variables of a function of the stage: they name all its parts. */
async function variablesOf(stage: string): Promise<Env> {
  const FunctionName = `${prefixOf(stage)}-${knowing}`;
  try {
    const { Environment } = await lambdaClient().send(new GetFunctionConfigurationCommand({ FunctionName }));
    return Environment?.Variables ?? {};
  } catch (cause) {
    const { name, message } = errorOf(cause);
    if (name === 'ResourceNotFoundException')
      throw new SettingsError(
        `There is no stage ${stage} here: no function ${FunctionName}.`,
        'Name one that is deployed, and its region in AWS_REGION.',
      );
    throw new SettingsError(
      `AWS can't be asked for the stage ${stage}: ${message.replace(/\.$/, '')}.`,
      'Give credentials and a region as the AWS command line takes them (AWS_PROFILE, AWS_REGION).',
    );
  }
}
