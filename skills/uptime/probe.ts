import { Refusal } from '../../shared/errors.ts';
import type { AllowList } from '../../shared/net/allow.ts';
import type { Resolve } from '../../shared/net/lookup.ts';
import { shorten } from '../../shared/reply/text.ts';
import { Failure } from './failure.ts';
import { type Hop, hop } from './hop.ts';
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

/** Redirects that are followed. */
export const hopsMax = 5;
const deadlineDefaultMs = 10_000;

/** Real DNS, TCP, TLS and HTTP, each timed; every hop is resolved, checked and then connected to by the address that was checked. */
export function prober({ deadlineMs = deadlineDefaultMs, ...parts }: ProbeParts): Probe {
  return async (url, { signal }) => {
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
        const astray = (why: string) => seen({ kind: 'failed', code: 'redirect', why: `redirects ${why}` });
        if (answer.location === undefined) return astray('without saying where to');
        const target = URL.parse(answer.location, next);
        if (!target) return astray('to what is no address');
        if (target.protocol !== 'http:' && target.protocol !== 'https:') return astray(`to ${target.protocol} which is no web address`);
        if (redirects.length === hopsMax) return astray(`more than ${hopsMax} times`);
        // Never sent, and not for everyone to read.
        target.username = '';
        target.password = '';
        redirects.push(target.href);
        next = target;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (deadline.aborted) return seen({ kind: 'failed', code: 'deadline', why: `${stage(last)} within ${deadlineMs / 1_000} s` });
      if (error instanceof Failure) return seen({ kind: 'failed', code: error.code, why: whose(redirects) + error.message });
      if (error instanceof Refusal && redirects.length > 0) throw ledTo(error, url, redirects);
      throw error;
    }
  };
}

/** What was asked for did answer: it is where it led that failed. */
function whose(redirects: readonly string[]): string {
  const led = redirects.at(-1);
  return led === undefined ? '' : `it redirects to ${new URL(led).host}, which `;
}

/** What was asked for is not what is refused: says what led there. */
function ledTo({ code, message, hint }: Refusal, url: string, redirects: readonly string[]): Refusal {
  return new Refusal(
    code,
    `${shorten(url, 200)} redirects to ${shorten(redirects.at(-1) ?? '', 200)}: ${message}`,
    hint === undefined ? {} : { hint },
  );
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

/** How far it had got. */
function stage({ phases }: Hop): string {
  if (phases.dns === undefined) return 'its name was not resolved';
  if (phases.connect === undefined) return 'it took no connection';
  if (phases.firstByte === undefined) return 'it did not answer';
  return 'it did not finish its answer';
}
