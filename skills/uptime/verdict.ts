import type { Services } from '../../shared/command/context.ts';
import { intlOf } from '../../shared/language/languages.ts';
import { meaningOf } from '../../shared/net/status.ts';
import type { Severity } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** What the probe saw. */
export type Seen = Awaited<ReturnType<Services['probe']>>;

export interface Verdict {
  readonly up: boolean;
  /** "is up", "answers, but with 404: there is nothing at this address". Follows the site's name. */
  readonly says: string;
  readonly severity: Severity;
}

/** A certificate that ends sooner is worth a warning, days. */
export const certificateWarnDays = 14;

/** Judges what was seen, in a person's language: an answer of 5xx, and none at all, is down. Pure. */
export function verdictOf(seen: Seen, locale = 'en'): Verdict {
  const say = speak(locale);
  if (seen.kind === 'failed') return { up: false, says: say.isDown(seen.why), severity: 'error' };
  const meaning = meaningOf(seen.status, locale);
  if (seen.status >= 500) return { up: false, says: say.isDownBy(seen.status, meaning), severity: 'error' };
  if (seen.status >= 400) return { up: true, says: say.answersBut(seen.status, meaning), severity: 'warning' };
  const days = seen.certificate?.daysLeft;
  if (days !== undefined && days < certificateWarnDays) return { up: true, says: say.isUpBut(inDays(days, locale)), severity: 'warning' };
  return { up: true, says: say.isUp, severity: 'success' };
}

/** "today", "tomorrow", "in 12 days", "3 days ago". */
export const inDays = (days: number, locale = 'en'): string => new Intl.RelativeTimeFormat(intlOf(locale), { numeric: 'auto' }).format(days, 'day');
