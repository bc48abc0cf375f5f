import type { Env } from '../../../shared/channel/channel.ts';
import { systemClock } from '../../../shared/clock.ts';
import { acceptor } from '../../../shared/flow/accept.ts';
import { awsIngress } from '../../../shared/inbox/aws/accept.ts';
import type { AwsInboxParts } from '../../../shared/inbox/aws/options.ts';
import type { Parts } from '../../../shared/inbox/aws/parts.ts';
import { observer } from '../../core/observer.ts';
import { awsSettings } from '../environment.ts';
import { prefixOf } from '../queues.ts';
import { dynamodbClient, sqsClient } from './clients.ts';
import { Emf } from './emf.ts';
import { given } from './given.ts';
import { jsonLines } from './lines.ts';
import { flowMetrics } from './metrics.ts';
import { groupOfName, outlined } from './outlined.ts';
import { inboxQueues } from './queues.ts';

/** What a way in reads of a known command's replies, it speaks: and what is spoken is small enough to stand in the item. */
const noParts: Parts = {
  put: () => Promise.reject(new TypeError('A way in keeps no replies.')),
  get: async () => JSON.stringify([{ text: 'The answer is too long to be told here once more.' }]),
  delete: async () => {},
};

/** What every way in has: the half of the inbox that takes, its log and its numbers. Opens nothing that an acknowledgement doesn't need. */
export function openTaking(env: Env) {
  const clock = systemClock;
  let secrets: readonly string[] = [];
  const service = prefixOf(given(env, awsSettings.stage));
  const lines = jsonLines({ service, secrets: () => secrets, clock });
  const emf = new Emf({ service, clock, write: (line) => process.stdout.write(line) });
  const report = (what: string, cause: unknown) => lines.warn({ err: cause }, what);
  const table = { client: dynamodbClient(), name: given(env, awsSettings.table) };
  const inboxParts: AwsInboxParts = {
    table,
    sqs: sqsClient(),
    queues: inboxQueues(env, groupOfName),
    parts: noParts,
    traceHeader: () => process.env._X_AMZN_TRACE_ID,
  };
  const options = { clock, random: Math.random, report };
  const ingress = awsIngress(inboxParts, options);
  const inbox: typeof ingress = {
    ...ingress,
    async accept(command, how) {
      const accepted = await ingress.accept(command, how);
      // Where the trace of a command begins: in the line that counts it.
      emf.note({ trace: command.trace });
      return accepted;
    },
  };
  return {
    clock,
    lines,
    report,
    table,
    inbox,
    inboxParts,
    options,
    observing: observer(flowMetrics(emf), lines),
    accept: acceptor({ inbox, catalogue: () => outlined, clock }),
    /** These values stand in no line from now on. */
    hide(values: readonly string[]): void {
      secrets = values;
    },
  };
}
