import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { called } from '../../../shared/aws/call.ts';
import type { Env } from '../../../shared/channel/channel.ts';
import { systemClock } from '../../../shared/clock.ts';
import { awsInboxFunctions, type Verdict } from '../../../shared/inbox/aws/lambda.ts';
import { dueIn } from '../../../shared/timers/aws/message.ts';
import { awsSettings } from '../environment.ts';
import { prefixOf } from '../queues.ts';
import { blobParts, openBlobs } from './blobs.ts';
import { dynamodbClient, sqsClient } from './clients.ts';
import { given } from './given.ts';
import { jsonLines } from './lines.ts';
import { inboxQueues, queueUrl } from './queues.ts';

/** A timer that nothing could wake is woken after this, s: whatever is wrong has a while to end. */
const againS = 60;

/** What becomes of a message that was put aside. Needs no secret: nothing is run or sent from here. */
export function openDeadLetters(env: Env = process.env) {
  const clock = systemClock;
  const lines = jsonLines({ service: prefixOf(given(env, awsSettings.stage)), secrets: () => [], clock });
  const report = (what: string, cause: unknown) => lines.warn({ err: cause }, what);
  const table = { client: dynamodbClient(), name: given(env, awsSettings.table) };
  const sqs = sqsClient();
  const parts = { table, sqs, queues: inboxQueues(env, () => 'quick'), parts: blobParts(openBlobs(env, clock), clock, 0) };
  const functions = awsInboxFunctions(parts, { clock, random: Math.random, report });

  return {
    lines,
    /** A timer is woken again: its record says whether it still has to fire. A command ends as a dead letter. */
    async take(body: string): Promise<Verdict> {
      if (dueIn(body) === null) return functions.bury(body);
      const command = new SendMessageCommand({ QueueUrl: queueUrl(env, 'clock'), MessageBody: body, DelaySeconds: againS });
      await called("A timer's message", (abortSignal) => sqs.send(command, { abortSignal }));
      lines.warn({ body }, 'A timer that could not be woken is woken again.');
      return 'ok';
    },
  };
}
