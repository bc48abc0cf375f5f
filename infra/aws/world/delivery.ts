import { channelsByName } from '../../../shared/channel/bots.ts';
import type { Env } from '../../../shared/channel/channel.ts';
import { systemClock } from '../../../shared/clock.ts';
import { deliverer } from '../../../shared/flow/deliver.ts';
import { reading } from '../../../shared/inbox/aws/accept.ts';
import { awsInboxFunctions } from '../../../shared/inbox/aws/lambda.ts';
import { dynamodbLimits } from '../../../shared/limits/dynamodb/limits.ts';
import { sparing } from '../../../shared/mail/suppressed.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import { awsSettings } from '../environment.ts';
import { blobParts, openBlobs } from './blobs.ts';
import { dynamodbClient, sqsClient } from './clients.ts';
import { given } from './given.ts';
import { openMail } from './mail.ts';
import { traced } from './powertools.ts';
import { inboxQueues } from './queues.ts';
import { openSecrets } from './secrets.ts';
import { bySettings } from './settings.ts';
import { openTalking } from './talking.ts';

/** What sends replies: channels, limits and the inbox, and no handler. Opened by the settings that hold. */
export function openDelivery(env: Env = process.env) {
  const clock = systemClock;
  const table = { client: traced(dynamodbClient()), name: given(env, awsSettings.table) };
  const sqs = traced(sqsClient());
  const blobs = openBlobs(env, clock);

  return bySettings(env, { clock, client: table.client }, (settings) => {
    const store = dynamodbStore(table, { clock });
    const mail = sparing(openMail(settings, clock), { store, clock });
    const talking = openTalking(settings, clock, { mail, kept: { store, secrets: openSecrets(settings, store, clock) } });
    const { log, on, away, observing, keepMs } = talking;
    const report = (what: string, cause: unknown) => log.warn({ err: cause }, what);
    // Nothing is run from here: which group a command is of doesn't matter.
    const parts = { table, sqs, queues: inboxQueues(env, () => 'quick'), parts: blobParts(blobs, clock, keepMs) };
    const channels = channelsByName([...on, ...away]);
    const limits = dynamodbLimits(table);
    return {
      ...talking,
      sqs,
      queues: given(env, awsSettings.queues),
      functions: awsInboxFunctions(parts, { clock, random: Math.random, keepMs, report }),
      deliver: deliverer({
        channels,
        store,
        limits,
        clock,
        random: Math.random,
        observer: observing,
        inbox: { read: reading(parts, { clock }) },
        blobs,
      }),
    };
  });
}
