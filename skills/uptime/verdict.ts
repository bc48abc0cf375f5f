import type { Severity } from '../../shared/reply/reply.ts';
import type { Seen } from './seen.ts';

export interface Verdict {
  readonly up: boolean;
  /** "is up", "answers, but with 404: there is nothing at this address". Follows the site's name. */
  readonly says: string;
  readonly severity: Severity;
}

/** A certificate that ends sooner is worth a warning, days. */
export const certificateWarnDays = 14;

/** What the most common statuses mean to someone who asks whether a site is up (RFC 9110). */
const meanings: Readonly<Record<number, string>> = {
  400: 'it did not understand the request',
  401: 'it wants a sign-in',
  402: 'it wants to be paid',
  403: 'it does not let me in',
  404: 'there is nothing at this address',
  405: 'it does not take a plain visit',
  406: 'it has nothing in a form I take',
  408: 'it waited too long for the request',
  410: 'what was here is gone for good',
  418: 'it is a teapot',
  421: 'another server should have been asked',
  429: 'it has had too many visits',
  451: 'the law keeps it from showing this',
  500: 'something broke inside it',
  501: 'it can’t do this',
  502: 'what stands behind it gave no good answer',
  503: 'it is overloaded or being worked on',
  504: 'what stands behind it did not answer in time',
  507: 'its disk is full',
  520: 'what stands behind its proxy broke',
  521: 'what stands behind its proxy is down',
  522: 'what stands behind its proxy can’t be reached',
  523: 'what stands behind its proxy can’t be reached',
  524: 'what stands behind its proxy did not answer in time',
  525: 'its proxy can’t speak TLS to what stands behind it',
  526: 'what stands behind its proxy has a bad certificate',
};

/** Judges what was seen: an answer of 5xx, and none at all, is down. Pure. */
export function verdictOf(seen: Seen): Verdict {
  if (seen.kind === 'failed') return { up: false, says: `is down: ${/^its?\b/.test(seen.why) ? '' : 'it '}${seen.why}`, severity: 'error' };
  const meaning = meanings[seen.status];
  const because = meaning === undefined ? '' : `: ${meaning}`;
  if (seen.status >= 500) return { up: false, says: `is down: it answers with ${seen.status}${because}`, severity: 'error' };
  if (seen.status >= 400) return { up: true, says: `answers, but with ${seen.status}${because}`, severity: 'warning' };
  const days = seen.certificate?.daysLeft;
  if (days !== undefined && days < certificateWarnDays)
    return { up: true, says: `is up, but its certificate ends ${inDays(days)}`, severity: 'warning' };
  return { up: true, says: 'is up', severity: 'success' };
}

/** "today", "tomorrow", "in 12 days", "3 days ago". */
export function inDays(days: number): string {
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}
