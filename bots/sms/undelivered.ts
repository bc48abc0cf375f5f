import type { Received } from '../../shared/channel/channel.ts';

/** Why a carrier did not deliver what Twilio had taken (Twilio error and warning dictionary, 30001–30008). */
const reasons: Readonly<Record<string, readonly [reason: string, words: string]>> = {
  '30001': ['queue_full', 'it waited too long to be sent: more was sent than the number may'],
  '30003': ['unreachable', 'the phone is off, or out of reach'],
  '30004': ['blocked', 'they block messages from this number'],
  '30005': ['unknown', 'there is no such number any more'],
  '30006': ['landline', 'it is a landline, or a carrier that takes no messages'],
  '30007': ['filtered', 'the carrier took it for spam: register the number (A2P 10DLC, toll-free verification)'],
  '30034': ['unregistered', 'the number is not registered for A2P 10DLC'],
  '21610': ['stopped', 'they said STOP'],
};

/** What Twilio tells later of a message that it had taken (StatusCallback): worth a line when it failed. */
export function undeliveredBy(status: string, fields: URLSearchParams): Pick<Extract<Received, { kind: 'nothing' }>, 'refusedAnswer'> {
  if (status !== 'undelivered' && status !== 'failed') return {};
  const code = /^\d{5}$/.exec(fields.get('ErrorCode') ?? '')?.[0] ?? '';
  const [reason, words] = reasons[code] ?? ['undelivered', `Twilio's error ${code || 'has no number'}`];
  return { refusedAnswer: { reason, detail: `The message ${(fields.get('MessageSid') ?? '').slice(0, 40)} was not delivered: ${words}.` } };
}
