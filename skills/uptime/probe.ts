import { Refusal } from '../../shared/errors.ts';
import type { AllowList } from '../../shared/net/allow.ts';
import type { Resolve } from '../../shared/net/lookup.ts';
import { shorten } from '../../shared/reply/text.ts';
import { Failure } from './failure.ts';
import { type Hop, hop } from './hop.ts';
import type { Probe, Seen } from './seen.ts';
import type { Words } from './words/en.ts';
import { speak } from './words/speak.ts';

export interface ProbeParts {
  readonly allow: AllowList;
  /** For the whole of it, redirects included, ms. */
  readonly deadlineMs?: number;
  readonly resolve?: Resolve;
  /** PEM: trust roots besides the system's. */
  readonly ca?: string;
  /** ms since 1970. */
  now(): number;
}

/** Redirects that are followed. */
export const hopsMax = 5;
const deadlineDefaultMs = 10_000;

/** Real DNS, TCP, TLS and HTTP, each timed; every hop is resolved, checked and then connected to by the address that was checked. */
export function prober({ deadlineMs = deadlineDefaultMs, ...parts }: ProbeParts): Probe {
  return async (url, { signal, locale = 'en' }) => {
    const say = speak(locale);
    const deadline = AbortSignal.timeout(deadlineMs);
    const both = AbortSignal.any([signal, deadline]);
    const began = performance.now();
    const redirects: string[] = [];
    let last: Hop = { phases: {} };
    const seen = (end: { kind: 'answered'; status: number } | { kind: 'failed'; code: string; why: string }): Seen => ({
      url,
      redirects,
      phases: last.phases,
      tookMs: Math.round(performance.now() - began),
      ...(last.certificate ? { certificate: last.certificate } : {}),
      ...end,
    });
    try {
      let next = new URL(url);
      for (;;) {
        last = { phases: {} };
        const answer = await hop(next, { ...parts, deadlineMs, signal: both }, (known) => {
          last = known;
        });
        if (!isRedirect(answer.status)) return seen({ kind: 'answered', status: answer.status });
        const astray = (why: string) => seen({ kind: 'failed', code: 'redirect', why });
        if (answer.location === undefined) return astray(say.failures.redirect_nowhere);
        const target = URL.parse(answer.location, next);
        if (!target) return astray(say.failures.redirect_no_address);
        if (target.protocol !== 'http:' && target.protocol !== 'https:') return astray(say.redirectsElsewhere(target.protocol));
        if (redirects.length === hopsMax) return astray(say.redirectsOften(hopsMax));
        // Never sent, and not for everyone to read.
        target.username = '';
        target.password = '';
        redirects.push(target.href);
        next = target;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (deadline.aborted) return seen({ kind: 'failed', code: 'deadline', why: say.late[stage(last)](`${deadlineMs / 1_000} s`) });
      if (error instanceof Failure) return seen({ kind: 'failed', code: error.code, why: whose(redirects, error.says(say), say) });
      if (error instanceof Refusal && redirects.length > 0) throw ledTo(error, url, redirects);
      throw error;
    }
  };
}

/** What was asked for did answer: it is where it led that failed. */
function whose(redirects: readonly string[], why: string, say: Words): string {
  const led = redirects.at(-1);
  return led === undefined ? why : say.ledTo(new URL(led).host, why);
}

/** What was asked for is not what is refused: says what led there. */
function ledTo({ code, message, hint, values }: Refusal, url: string, redirects: readonly string[]): Refusal {
  return new Refusal(code, `${shorten(url, 200)} redirects to ${shorten(redirects.at(-1) ?? '', 200)}: ${message}`, {
    values,
    ...(hint === undefined ? {} : { hint }),
  });
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

/** How far it had got. */
function stage({ phases }: Hop): keyof Words['late'] {
  if (phases.dns === undefined) return 'unresolved';
  if (phases.connect === undefined) return 'unconnected';
  if (phases.firstByte === undefined) return 'unanswered';
  return 'unfinished';
}
