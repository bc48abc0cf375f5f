import { setTimeout as sleep } from 'node:timers/promises';

/** A function for the tests of this room. What a message says is done; what it saw is a line. */
interface Context {
  readonly functionName: string;
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}
interface Record {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
}
interface Event {
  readonly Records?: readonly Record[];
  readonly do?: string;
  readonly version?: string;
}

let events = 0;
const say = (what: object) => console.log(JSON.stringify({ pid: process.pid, ...what }));

export async function handler(event: Event, context: Context): Promise<unknown> {
  events++;
  const { Records = [] } = event;
  say({ event, nth: events, left: context.getRemainingTimeInMillis(), now: Date.now(), name: context.functionName });
  if (event.version === '2.0') return { statusCode: 201, headers: { 'X-Seen': 'yes' }, cookies: ['a=1', 'b=2'], body: JSON.stringify(event) };
  const words = [event.do ?? '', ...Records.map(({ body }) => body)];
  if (words.includes('throw')) throw new RangeError('as asked');
  if (words.includes('exit')) process.exit(3);
  if (words.includes('hang')) await new Promise(() => setInterval(() => {}, 1_000));
  if (words.includes('later')) setTimeout(() => say({ later: true }), 20);
  for (const word of words) if (word.startsWith('sleep ')) await sleep(Number(word.slice(6)));
  say({ done: words });
  if (words.includes('malformed')) return { batchItemFailures: 'some' };
  if (words.includes('unknown')) return { batchItemFailures: [{ itemIdentifier: 'nobody' }] };
  if (words.includes('empty')) return { batchItemFailures: [{ itemIdentifier: '' }] };
  if (Records.length === 0) return { echoed: event };
  return { batchItemFailures: Records.filter(({ body }) => body === 'fail').map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
