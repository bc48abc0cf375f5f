import type { Said } from '../../shared/channel/inbound.ts';
import { smsLimits } from './limits.ts';

/** Twilio ends sending to whoever says one of these alone, answers them, and refuses with 21610 from then on (Twilio support for opt-out keywords). */
const ends: ReadonlySet<string> = new Set(['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout']);
/** And begins again with these; YES too, which is an answer to questions here and counts as a beginning only for who had ended it. */
const begins: ReadonlySet<string> = new Set(['start', 'unstop']);
const helps: ReadonlySet<string> = new Set(['help', 'info']);

/** What a message says; null for none. `optOut`: what Twilio made of it, where its opt-out is set up for a Messaging Service. */
export function saidBy(body: string, optOut: string | null): Said | null {
  const text = body.slice(0, smsLimits.body).trim().replace(/^\//, '');
  const word = text.toLowerCase();
  if (optOut === 'STOP' || (optOut === null && ends.has(word))) return { kind: 'event', event: 'unsubscribe' };
  if (optOut === 'START' || (optOut === null && begins.has(word))) return { kind: 'event', event: 'subscribe' };
  if (optOut === 'HELP' || (optOut === null && helps.has(word))) return { kind: 'text', text: 'help', explicit: true };
  return text === '' ? null : { kind: 'text', text };
}
