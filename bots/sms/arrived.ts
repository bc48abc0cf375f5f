import type { Inbound } from '../../shared/channel/inbound.ts';
import { saidBy } from './words.ts';

/** Whose numbers they are, where AWS brings messages: a tenant is an account at a platform, and here it is the installation's own. */
export const awsTenant = 'aws';

/**
 * A short message as AWS End User Messaging brings it by a topic ("two-way SMS message payload"): what its sender says. Null for what has no words, and for what no person writes; it says nothing of when it was
 * said. Throws SyntaxError and TypeError for what is none.
 */
export function arrivedBy(body: string, now: number): Inbound | null {
  const told: unknown = JSON.parse(body);
  const {
    originationNumber: user,
    destinationNumber: ours,
    messageBody: text,
    inboundMessageId: id,
  } = Object(told) as Readonly<Record<string, unknown>>;
  if (typeof user !== 'string' || typeof text !== 'string' || typeof id !== 'string' || !/^[\w-]{1,100}$/.test(id))
    throw new TypeError('It is no short message as AWS tells one.');
  const said = saidBy(text, null);
  if (said === null || user === ours || !/^\+[1-9]\d{6,14}$/.test(user)) return null;
  return {
    key: id,
    place: { channel: 'sms', bot: 'main', tenant: awsTenant, conversation: user, direct: true, user, message: id },
    from: { user },
    said,
    saidAt: now,
  };
}
