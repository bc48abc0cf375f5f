import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { called } from '../../../shared/aws/call.ts';
import type { Env } from '../../../shared/channel/channel.ts';
import { awsSettings } from '../environment.ts';
import { invokeBy } from './clients.ts';
import { given } from './given.ts';

/** Lambda must have taken it by then, ms. */
const invokeMs = 2_000;

/** Has another function of the stage run, without waiting for it: by what the client of the table has. Throws StorageFailed when Lambda did not take it, or may not have. */
export function invoker(client: DynamoDBClient, env: Env = process.env): (name: string, event: object) => Promise<void> {
  const invoke = invokeBy(client);
  return async (name, event) => {
    const its = `${given(env, awsSettings.functions)}${name}`;
    await called(`The function ${name}`, (abortSignal) => invoke(its, event, { abortSignal, trace: process.env._X_AMZN_TRACE_ID }), invokeMs);
  };
}
