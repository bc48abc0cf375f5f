import type { Place } from '../../shared/channel/inbound.ts';
import { shorten } from '../../shared/reply/text.ts';
import { emailLimits } from './limits.ts';

/** What an answer needs to stand below a message: its subject and its thread. */
export interface Via {
  readonly subject: string;
  /** Message ids, oldest first. */
  readonly thread: readonly string[];
}

/** As it travels with a command. */
export const viaOf = (subject: string, thread: readonly string[]): Record<string, string> => ({
  subject: shorten(subject, emailLimits.subject),
  thread: thread.join(' '),
});

/** Where nothing is answered there is none. */
export function viaIn({ via }: Place): Via | null {
  const { subject, thread = '' } = via ?? {};
  return subject === undefined ? null : { subject, thread: thread === '' ? [] : thread.split(' ') };
}
