import { Refusal } from '../../shared/errors.ts';
import type { AllowList } from '../../shared/net/allow.ts';
import type { Resolve } from '../../shared/net/lookup.ts';
import { shorten } from '../../shared/reply/text.ts';
import type { Phases } from './kind.ts';
import { Attempt, within } from './kinds/attempt.ts';
import { Failure } from './kinds/failure.ts';
import { plainHeaders, visit } from './kinds/http/visit.ts';
import { why } from './kinds/say.ts';
import type { Probe, Seen } from './seen.ts';

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

const deadlineDefaultMs = 10_000;

/** Looks at an address as a person would: any status is an answer. */
export function prober({ deadlineMs = deadlineDefaultMs, ...parts }: ProbeParts): Probe {
  return async (url, { signal, locale = 'en' }) => {
    const attempt = new Attempt({ ...parts, timeoutMs: deadlineMs, signal, secret: async () => null });
    const redirects: string[] = [];
    const seen = (end: { kind: 'answered'; status: number } | { kind: 'failed'; code: string; why: string }): Seen => ({
      url,
      redirects,
      phases: whole(attempt.phases),
      tookMs: Math.round(attempt.tookMs),
      ...(attempt.certificate ? { certificate: attempt.certificate } : {}),
      ...end,
    });
    const question = { method: 'GET', headers: plainHeaders, reads: false, redirects, trust: { ca: parts.ca } };
    try {
      const { status } = await within(attempt, () => visit(new URL(url), question, attempt));
      return seen({ kind: 'answered', status });
    } catch (error) {
      if (error instanceof Failure) return seen({ kind: 'failed', code: error.code, why: why(error, locale) });
      if (error instanceof Refusal && redirects.length > 0) throw ledTo(error, url, redirects);
      throw error;
    }
  };
}

const whole = (phases: Phases): Phases => Object.fromEntries(Object.entries(phases).map(([phase, ms]) => [phase, Math.round(ms)]));

/** What was asked for is not what is refused: says what led there. */
function ledTo({ code, message, hint, values }: Refusal, url: string, redirects: readonly string[]): Refusal {
  return new Refusal(code, `${shorten(url, 200)} redirects to ${shorten(redirects.at(-1) ?? '', 200)}: ${message}`, {
    values,
    ...(hint === undefined ? {} : { hint }),
  });
}
