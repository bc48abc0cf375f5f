import type { Certificate, Phases } from './kind.ts';

/** What came of looking at one address: an answer with a status, or why there was none. `phases` (whole ms) and `certificate` are those of the last hop. */
export type Seen = {
  /** What was asked for. */
  readonly url: string;
  /** Where the redirects led, each in full; empty without any. */
  readonly redirects: readonly string[];
  readonly phases: Phases;
  readonly tookMs: number;
  readonly certificate?: Certificate;
} & (
  | { readonly kind: 'answered'; readonly status: number }
  /** `why` is a sentence's end: "refused the connection", "it did not answer within 10 s"; in the language of who asked. */
  | { readonly kind: 'failed'; readonly code: string; readonly why: string }
);

/** Looks at one address now; `locale`: of who asks. Throws Refusal for one it must not reach, and the signal's reason. */
export type Probe = (url: string, options: { readonly signal: AbortSignal; readonly locale?: string }) => Promise<Seen>;

declare module '../../shared/command/context.ts' {
  interface Services {
    probe: Probe;
  }
}
