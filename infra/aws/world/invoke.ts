import { InvokeCommand } from '@aws-sdk/client-lambda';
import { called } from '../../../shared/aws/call.ts';
import type { Env } from '../../../shared/channel/channel.ts';
import { awsSettings } from '../environment.ts';
import { lambdaClient } from './clients.ts';
import { given } from './given.ts';

/** Lambda must have taken it by then, ms. */
const invokeMs = 2_000;

/** Has another function of the stage run, without waiting for it. Throws StorageFailed when Lambda did not take it, or may not have. */
export function invoker(env: Env = process.env): (name: string, event: object) => Promise<void> {
  const lambda = lambdaClient();
  return async (name, event) => {
    const FunctionName = `${given(env, awsSettings.functions)}${name}`;
    const command = new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: Buffer.from(JSON.stringify(event)) });
    await called(`The function ${name}`, (abortSignal) => lambda.send(command, { abortSignal }), invokeMs);
  };
}
