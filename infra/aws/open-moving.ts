import type { Env } from '../../shared/channel/channel.ts';
import { systemClock } from '../../shared/clock.ts';
import { SettingsError } from '../../shared/errors.ts';
import { kmsKeeper } from '../../shared/secrets/aws/kms-keeper.ts';
import { coreSettings } from '../settings/core.ts';
import { readSettings } from '../settings/read.ts';
import { awsSettings } from './environment.ts';
import type { AwsMoving } from './moving.ts';
import { openStage } from './open-stage.ts';
import { blobParts, openBlobs } from './world/blobs.ts';
import { dynamodbClient, kmsClient, sqsClient } from './world/clients.ts';
import { given } from './world/given.ts';
import { queueUrl } from './world/queues.ts';

/** A page of the table is up to 1 MB, read from anywhere. */
const pageMs = 15_000;

/** A stage to be moved: `openStage` says which. Throws SettingsError when there is none, or it can't be asked, and StorageFailed. */
export async function openMoving(env: Env, stage?: string): Promise<AwsMoving> {
  const clock = systemClock;
  const { where, variables, settings } = await openStage(env, stage, clock);
  const wanted: readonly string[] = [coreSettings.key, coreSettings.keepCommandsMs, coreSettings.keepChecksMs].map(({ name }) => name);
  const {
    key,
    keepCommandsMs: keepMs,
    keepChecksMs: rawMs,
  } = readSettings(Object.fromEntries(Object.entries(settings).filter(([name]) => wanted.includes(name))));
  if (key === undefined) throw new SettingsError(`The stage ${where} has no BELLHOP_KEY.`, 'Put it back into its secret.');
  const blobs = openBlobs(variables, clock);
  return {
    where,
    key,
    table: { client: dynamodbClient(pageMs), name: given(variables, awsSettings.table) },
    parts: blobParts(blobs, clock, keepMs),
    clockQueue: { client: sqsClient(), url: queueUrl(variables, 'clock') },
    keeper: kmsKeeper({ kms: kmsClient(), keyId: given(variables, awsSettings.key) }),
    blobs,
    clock,
    keepMs,
    rawMs,
  };
}
