import type { Abilities, Limit } from '../../shared/channel/channel.ts';

export const emailLimits = {
  /** RFC 5322, 2.1.1: a line has up to 998 characters; ours, so that a subject is read at a glance. */
  subject: 120,
  /** Ours: of the first line of what is told, where it becomes a subject. */
  newSubject: 70,
  /** Most servers take messages of 25 MiB, and base64 makes a third more of a file (RFC 2045, 6.8): a larger one is a link. Bytes. */
  attachmentBytes: 17 * 2 ** 20,
  /** Ours: a way to get mail in tries it again so much later, s. */
  busySeconds: 60,
} as const;

/** What a conversation by mail can hold and do: a text and a page, which can't be changed once it is sent. */
export const emailCan: Abilities = {
  buttons: 0,
  tokenBytes: 0,
  text: 1_000_000,
  images: true,
  edit: false,
  private: false,
  tables: true,
  voice: false,
  proactive: true,
  numbered: true,
};

/** Ours: two programs that answer each other are kept slow, whatever else fails. */
export const emailRates: readonly Limit[] = [{ per: 'conversation', count: 30, perMs: 600_000 }];
