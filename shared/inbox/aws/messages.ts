import { createHash } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { called } from '../../aws/call.ts';
import { type Command, type Priority, priorities } from '../../command/command.ts';
import type { CommandRow } from '../row.ts';

/** What a message is about: to run a command, or to deliver its replies. */
export type Errand = 'run' | 'deliver';

/** What a queue carries: which command and what for, and what its place in a line follows from. The table has everything else, and the truth. */
export interface Message {
  readonly id: string;
  /** Where it was put aside, nothing but this tells. */
  readonly errand: Errand;
  readonly priority: Priority;
  readonly tenant: string;
  /** Since when it could be handed out, ms since 1970. */
  readonly since: number;
}

/** The queues' addresses, one for each priority; several may be the same. */
export type Line = Readonly<Record<Priority, string>>;

export interface InboxQueues {
  /** What is to be run: a line for each group of handlers. */
  readonly run: { readonly quick: Line } & Readonly<Record<string, Line>>;
  /** What is to be delivered. */
  readonly deliver: Line;
  /** The group that runs the commands of this name; 'quick' if left out, or when there is no line of it. */
  readonly groupOf?: (name: string) => string;
}

export function queueOf(queues: InboxQueues, errand: Errand, { name, priority }: Pick<Command, 'name' | 'priority'>): string {
  if (errand === 'deliver') return queues.deliver[priority];
  return (queues.run[queues.groupOf?.(name) ?? 'quick'] ?? queues.run.quick)[priority];
}

/** All queues of commands to run, each once. */
export const queuesToRun = ({ run }: InboxQueues) => [...new Set(Object.values(run).flatMap(queuesOf))];

/** The queues of a line. */
export const queuesOf = (line: Line) => Object.values(line);

export const messageOf = ({ id, priority, tenant, acceptedAt, runDue, sendDue }: CommandRow, errand: Errand): Message => ({
  id,
  errand,
  priority,
  tenant,
  since: (errand === 'run' ? runDue : sendDue) || acceptedAt,
});

/** Null: it is none of ours. What it doesn't say isn't needed to run it. */
export function parseMessage(body: string | undefined): Message | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body ?? '');
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || !('id' in parsed) || typeof parsed.id !== 'string') return null;
  const priority = priorities.find((one) => 'priority' in parsed && one === parsed.priority);
  return {
    id: parsed.id,
    // One from before messages said it, while a new version is rolled out: what was taken for granted then.
    errand: 'errand' in parsed && parsed.errand === 'deliver' ? 'deliver' : 'run',
    priority: priority ?? 'interactive',
    tenant: 'tenant' in parsed && typeof parsed.tenant === 'string' ? parsed.tenant : '',
    since: 'since' in parsed && typeof parsed.since === 'number' ? parsed.since : 0,
  };
}

/** SQS: 128 characters, letters, digits and punctuation of ASCII. */
const groupForm = /^[!-~]{1,128}$/;

/** Fair queues: a standard queue serves its groups in turn. One a tenant. */
export const groupOf = (tenant: string) => (groupForm.test(tenant) ? tenant : createHash('sha256').update(tenant).digest('hex'));

/** What a message is sent with, beside the queue. `delayMs`: up to 15 minutes, in whole seconds: never too soon. */
export const entryOf = (message: Message, delayMs: number) => ({
  MessageBody: JSON.stringify(message),
  MessageGroupId: groupOf(message.tenant),
  ...(delayMs > 0 ? { DelaySeconds: Math.ceil(delayMs / 1_000) } : {}),
});

/** Sends one. Rejects with StorageFailed; it may have been sent all the same. */
export async function send(
  sqs: Pick<SQSClient, 'send'>,
  queue: string,
  message: Message,
  { delayMs = 0, ms, trace }: { readonly delayMs?: number; readonly ms?: number; readonly trace?: string | undefined } = {},
): Promise<void> {
  const traced = trace === undefined ? {} : { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: trace } } };
  const command = new SendMessageCommand({ QueueUrl: queue, ...entryOf(message, delayMs), ...traced });
  await called('A message', (abortSignal) => sqs.send(command, { abortSignal }), ms);
}
