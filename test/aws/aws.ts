import { type DynamoDb, startDynamoDb } from './dynamodb.ts';
import { type Fauxqs, startFauxqs } from './fauxqs.ts';
import { type Kms, startKms } from './kms.ts';
import { type Scheduler, type SchedulerOptions, startScheduler } from './scheduler.ts';
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
  /** Fires into the queues of `fauxqs`. */
  readonly scheduler: Scheduler;
  close(): Promise<void>;
}

/** Starts all of them; schedules go by the clock that is given, by the machine's without one. A test that needs one alone starts that one: it is up sooner. */
export async function startAws(time: Pick<SchedulerOptions, 'clock' | 'alarm'> = {}): Promise<Aws> {
  const [dynamodb, fauxqs, ses, kms, secretsManager] = await Promise.all([
    startDynamoDb(),
    startFauxqs(),
    startSes(),
    startKms(),
    startSecretsManager(),
  ]);
  const scheduler = await startScheduler({ sqs: fauxqs.sqs, ...time });
  const others = { dynamodb, fauxqs, ses, kms, secretsManager };
  return {
    ...others,
    scheduler,
    async close() {
      await scheduler.close();
      await Promise.all(Object.values(others).map((one) => one.close()));
    },
  };
}
