import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
  type Message as SqsMessage,
} from '@aws-sdk/client-sqs';
import { called } from '../../aws/call.ts';
import { backoffMs } from '../../backoff.ts';
import { systemClock } from '../../clock.ts';
import { withDeadline } from '../../deadline.ts';
import { systemAlarm } from '../../timers/alarm.ts';
import type { Settled } from '../settle.ts';
import type { Received } from './take.ts';

/** Handlers at once. */
const concurrency = 16;
/** SQS hands out this many at most, and waits this long at most. */
const batchMax = 10;
const waitMaxS = 20;
/** After SQS could not be asked. */
const pauseMs = 2_000;
/** What SQS hides it hides by its own time, whatever clock this runs by. */
const machine = systemAlarm(systemClock);
const ring = (ms: number, then: () => void) => machine.set(systemClock.now() + ms, then);

export interface Polling {
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly url: string;
  /** How long a message stays hidden unless its handler goes on, s. */
  readonly visibilityS: number;
  readonly random: () => number;
  readonly take: (received: Received) => Promise<Settled>;
  /** Hears of each call that failed: what came of it, SQS hands out again. */
  readonly failed: (cause: unknown) => void;
}

/** Takes from a queue until `signal` ends it, then waits for what is under way. */
export async function poll({ sqs, url, visibilityS, random, take, failed }: Polling, signal: AbortSignal): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const told = (call: (abortSignal: AbortSignal) => Promise<unknown>) => called('What became of a message', call).then(() => {}, failed);
  const change = (ReceiptHandle: string, seconds: number) => {
    const command = new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: seconds });
    return told((abortSignal) => sqs.send(command, { abortSignal }));
  };

  async function receive(): Promise<readonly SqsMessage[]> {
    const ask = new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: Math.min(batchMax, concurrency - underWay.size),
      WaitTimeSeconds: waitMaxS,
      VisibilityTimeout: visibilityS,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });
    const { Messages = [] } = await withDeadline(waitMaxS * 1_000 + pauseMs, signal, (abortSignal) => sqs.send(ask, { abortSignal }));
    return Messages;
  }

  async function handle({ MessageId = '', Body = '', ReceiptHandle = '', Attributes }: SqsMessage): Promise<void> {
    let callOff = () => {};
    const goOn = () => {
      callOff = ring((visibilityS * 1_000) / 2, () => {
        void change(ReceiptHandle, visibilityS);
        goOn();
      });
    };
    goOn();
    const settled = await take({ messageId: MessageId, body: Body });
    callOff();
    if (settled === 'done') await told((abortSignal) => sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }), { abortSignal }));
    else await change(ReceiptHandle, Math.ceil(backoffMs(Number(Attributes?.ApproximateReceiveCount ?? 1) - 1, random) / 1_000));
  }

  while (!signal.aborted) {
    if (underWay.size >= concurrency) {
      await Promise.race(underWay);
      continue;
    }
    try {
      for (const message of await receive()) {
        const work = handle(message).then(() => void underWay.delete(work));
        underWay.add(work);
      }
    } catch (cause) {
      if (signal.aborted) break;
      failed(cause);
      await pause(signal);
    }
  }
  await Promise.all(underWay);
}

/** Waits a little, or until the end. */
function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      callOff();
      signal.removeEventListener('abort', over);
      resolve();
    };
    const callOff = ring(pauseMs, over);
    signal.addEventListener('abort', over, { once: true });
  });
}
