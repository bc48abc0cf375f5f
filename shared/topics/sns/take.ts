import type { Blobs } from '../../blobs/blobs.ts';
import { type Settled, settle } from '../settle.ts';
import type { ConsumeOptions, Message, Subscription } from '../topics.ts';
import { type Envelope, readEnvelope } from './envelope.ts';

/** A message as SQS hands it out, to a poller or to a function. */
export interface Received {
  readonly messageId: string;
  readonly body: string;
}

export interface Taking {
  readonly subscription: Subscription;
  readonly handler: (message: Message) => Promise<void>;
  readonly dead: ConsumeOptions['dead'];
  readonly blobs: Pick<Blobs, 'get'>;
  readonly now: () => number;
}

/**
 * Hands what a subscriber's queue gave to its handler; says whether it may be deleted, or is to be handed out again; never throws. What no topic of ours sent, `dead` hears
 * at once, with its text as the body; of what lay in a blob that is gone, it hears a body of null.
 */
export async function take({ messageId, body }: Received, { subscription, handler, dead, blobs, now }: Taking): Promise<Settled> {
  const envelope = readEnvelope(body);
  if (!envelope) {
    const stranger = new Error(`The queue of ${subscription.topic}/${subscription.name} holds what no topic sent.`);
    return dead({ id: messageId, attributes: {}, body }, stranger).then(
      () => 'done',
      // Whoever hears of the dead could not take it: told again.
      () => 'again',
    );
  }
  const { id, at, attributes, body: inside = null } = envelope;
  const message: Message = { id, attributes, body: inside };
  const whole = async (message: Message) => handler(envelope.blob === undefined ? message : { ...message, body: await fetched(envelope, blobs) });
  return settle({ message, at }, subscription, whole, { dead }, now);
}

async function fetched({ blob = '' }: Envelope, blobs: Pick<Blobs, 'get'>): Promise<unknown> {
  const found = await blobs.get(blob);
  if (!found) throw new Error(`The message's body, ${blob}, is gone.`);
  const pieces: Uint8Array[] = [];
  for await (const piece of found.content) pieces.push(piece);
  return JSON.parse(Buffer.concat(pieces).toString());
}
