import { type DynamoDb, startDynamoDb } from './dynamodb.ts';
import { type Fauxqs, startFauxqs } from './fauxqs.ts';
import { type Kms, startKms } from './kms.ts';
import { type SecretsManager, startSecretsManager } from './secrets-manager.ts';
import { type Ses, startSes } from './ses.ts';

/** AWS as it stands on this machine: each service's stand-in in this process, on a free port of loopback. */
export interface Aws {
  readonly dynamodb: DynamoDb;
  /** SQS, SNS and S3. */
  readonly fauxqs: Fauxqs;
  readonly ses: Ses;
  readonly kms: Kms;
  readonly secretsManager: SecretsManager;
  close(): Promise<void>;
}

/** Starts all of them. A test that needs one alone starts that one: it is up sooner. */
export async function startAws(): Promise<Aws> {
  const [dynamodb, fauxqs, ses, kms, secretsManager] = await Promise.all([
    startDynamoDb(),
    startFauxqs(),
    startSes(),
    startKms(),
    startSecretsManager(),
  ]);
  const all = { dynamodb, fauxqs, ses, kms, secretsManager };
  return {
    ...all,
    async close() {
      await Promise.all(Object.values(all).map((one) => one.close()));
    },
  };
}
