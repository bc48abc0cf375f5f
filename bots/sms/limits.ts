import type { Abilities, Limit } from '../../shared/channel/channel.ts';

/** Twilio's numbers. Each stands here alone, with its source. */
export const smsLimits = {
  /** A Message's Body has up to 1,600 characters (Message resource). */
  body: 1_600,
  /** GSM-7: 160 units in one segment, 153 in each of several; UCS-2: 70, then 67 (Twilio glossary: SMS character limit). */
  gsm: { alone: 160, each: 153 },
  ucs2: { alone: 70, each: 67 },
  /** Ours: each segment is paid, and most carriers join so many well. What is longer is told in parts. */
  segments: 4,
  /** Ours: of an action's label, and of a table's cell. */
  label: 40,
  cell: 40,
  /** One call of Twilio's API, ms: ours. */
  callMs: 15_000,
} as const;

/** What a conversation by SMS can hold and do: plain text, which can't be changed once it is sent. */
export const smsCan: Abilities = {
  buttons: 0,
  tokenBytes: 0,
  text: smsLimits.body,
  images: false,
  edit: false,
  private: false,
  tables: false,
  voice: false,
  proactive: true,
  numbered: true,
  optOut: true,
};

/**
 * Segments a second that carriers take from a number (Understanding Twilio Rate Limits and Message Queues): short codes 100, toll-free numbers of the US and Canada 3, others 1; of a
 * Messaging Service's pool we know nothing, and take ten numbers for granted. What is faster waits in Twilio's queue, for 4 h at most. For one person our own, so that an order that was sent is an
 * order that is seen.
 */
export function smsRates(from: string): readonly Limit[] {
  const count = /^\d{5,6}$/.test(from) ? 100 : from.startsWith('MG') ? 10 : /^\+18(00|33|44|55|66|77|88)/.test(from) ? 3 : 1;
  return [
    { per: 'tenant', count, perMs: 1_000 },
    { per: 'conversation', count: 3, perMs: 1_000 },
  ];
}
