import type { Env } from '../../../shared/channel/channel.ts';
import { systemClock } from '../../../shared/clock.ts';
import type { Verdict } from '../../../shared/inbox/aws/lambda.ts';
import { readMailEvent } from '../../../shared/mail/ses/events.ts';
import { keepMailEvent } from '../../../shared/mail/suppressed.ts';
import { dynamodbStore } from '../../../shared/store/dynamodb/store.ts';
import { awsSettings } from '../environment.ts';
import { prefixOf } from '../queues.ts';
import { dynamodbClient } from './clients.ts';
import { given } from './given.ts';
import { jsonLines } from './lines.ts';

/** What becomes of what SES tells. Needs no secret: nothing is sent from here. */
export function openMailEvents(env: Env = process.env) {
  const clock = systemClock;
  const lines = jsonLines({ service: prefixOf(given(env, awsSettings.stage)), secrets: () => [], clock });
  const store = dynamodbStore({ client: dynamodbClient(), name: given(env, awsSettings.table) }, { clock });
  return {
    lines,
    /** Rejects for what is no event of SES: it goes to the dead ones, where somebody looks. */
    async take(body: string): Promise<Verdict> {
      const event = readMailEvent(body, env.AWS_REGION ?? '');
      if (!event) return 'ok';
      await keepMailEvent(event, store);
      // No address: logs are read by more people than the table.
      lines.info({ kind: event.kind, mail: event.id, addresses: event.recipients.length }, 'Mail came back.');
      return 'ok';
    },
  };
}
