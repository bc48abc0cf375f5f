import { type DynamoDb, startDynamoDb } from './dynamodb.ts';
import { type Fauxqs, startFauxqs } from './fauxqs.ts';
import { type Ses, startSes } from './ses.ts';

/** AWS as it stands on this machine: each service's stand-in in this process, on a free port of loopback. */
export interface Aws {
  readonly dynamodb: DynamoDb;
  /** SQS, SNS and S3. */
  readonly fauxqs: Fauxqs;
  readonly ses: Ses;
  close(): Promise<void>;
}

/** Starts all of them. A test that needs one alone starts that one: it is up sooner. */
export async function startAws(): Promise<Aws> {
  const [dynamodb, fauxqs, ses] = await Promise.all([startDynamoDb(), startFauxqs(), startSes()]);
  return {
    dynamodb,
    fauxqs,
    ses,
    async close() {
      await Promise.all([dynamodb.close(), fauxqs.close(), ses.close()]);
    },
  };
}
