import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Table } from '../../aws/table.ts';
import { type InboxOptions, withDefaults } from '../options.ts';
import type { InboxQueues } from './messages.ts';
import type { Parts } from './parts.ts';

/** What an inbox on AWS stands on. */
export interface AwsInboxParts {
  readonly table: Table;
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly queues: InboxQueues;
  readonly parts: Parts;
  /** The trace that a message goes on with, as X-Ray writes it (`Root=…`); asked for with each. Left out: none, or the client says it itself. */
  readonly traceHeader?: () => string | undefined;
}

export interface AwsInboxOptions extends InboxOptions {
  /** How long ended commands are kept from their acceptance, ms; then the table deletes them. Default 30 days. */
  readonly keepMs?: number;
  /** Messages of each queue that a worker keeps at hand beside those it runs: with more its own lines are fairer, with fewer other workers get more. Default 10. */
  readonly fetchMax?: number;
  /** Hears of what failed and matters to nobody's answer: it is done again by itself, or by the sweeper. Default: nobody. */
  readonly report?: (what: string, cause: unknown) => void;
}

export function awsDefaults(given: AwsInboxOptions) {
  const settled = withDefaults(given);
  return {
    ...settled,
    keepMs: given.keepMs ?? 30 * 86_400_000,
    fetchMax: given.fetchMax ?? 10,
    report: given.report ?? (() => {}),
    // See PlaceOptions: a taking doesn't move the look.
    patienceMs: settled.leaseMs,
  };
}

export type AwsSettled = ReturnType<typeof awsDefaults>;
