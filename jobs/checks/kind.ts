import type { z } from 'zod';
import type { AllowList } from '../../shared/net/allow.ts';
import type { Resolve } from '../../shared/net/lookup.ts';

/** How long each phase took, ms with fractions. `tls` only where there is TLS; what wasn't reached is left out. */
export interface Phases {
  readonly dns?: number;
  readonly connect?: number;
  readonly tls?: number;
  /** From the question sent to the first byte of the answer. */
  readonly firstByte?: number;
}

export interface Certificate {
  /** ms since 1970. */
  readonly endsAt: number;
  readonly daysLeft: number;
  /** Who signed it, by organisation or common name. */
  readonly issuer: string;
}

export type Values = Readonly<Record<string, string | number>>;

/** What came of one look. `phases` and `certificate` are those of the last connection. */
export interface Finding {
  readonly up: boolean;
  /** How long all of it took, ms with fractions. */
  readonly ms: number;
  readonly phases?: Phases;
  /** Of HTTP. */
  readonly status?: number;
  readonly certificate?: Certificate;
  /** Why it isn't as it should be: `why` (kinds/say.ts) says it in a person's language. */
  readonly code?: string;
  /** What stands in those words, and what was measured besides: days, a count. */
  readonly values?: Values;
  /** What the other side said, shortened: in its own words. */
  readonly detail?: string;
}

/** What a look may use. */
export interface Tools {
  /** For the whole of one look, redirects included, ms. */
  readonly timeoutMs: number;
  /** Ends it early; then `run` rejects with its reason. Leave it out where thousands run: the time-out ends them all. */
  readonly signal?: AbortSignal;
  /** What may be reached beyond the public internet. */
  readonly allow: AllowList;
  /** Left out: by the name servers of the machine, and as it resolves names itself (kinds/names.ts). */
  readonly resolve?: Resolve;
  /** Null: there is no secret of that name. */
  secret(name: string): Promise<string | null>;
  /** When that which reports in by itself last did; null: not yet. `since`: from when on it should. Left out: where nobody could. ms since 1970. */
  reported?(): Promise<{ readonly lastAt: number | null; readonly since: number }>;
  /** ms since 1970. */
  now(): number;
  /** PEM: trust roots besides the system's. */
  readonly ca?: string;
}

/**
 * A kind of check, one file each in kinds/. Each address it connects to was resolved, checked against `allow` and is then used as it was checked, so that a name that changes its mind leads
 * nowhere. `run` and `target` get what this kind's `config` gave.
 */
export interface CheckKind<C = unknown> {
  readonly kind: string;
  /** JSON in, no transforms: its JSON Schema is published. Its messages are for people. */
  readonly config: z.ZodType<C>;
  /** What is looked at, as people write it: "example.com:5432". */
  target(config: C): string;
  /** What people type after the kind's name; null where it is none of this kind's. */
  read?(words: string): C | null;
  /** Of what has its own pace: with the interval that people said in its config, and how often it is looked at, ms. */
  paced?(config: C, everyMs: number): { readonly config: C; readonly everyMs: number };
  /** Whatever the other side does, it resolves with the time-out at the latest, holds no more than a few hundred KB of what it sends, and leaves nothing open. Rejects for its signal alone, and for defects. */
  run(config: C, tools: Tools): Promise<Finding>;
}

/** Codes that say nothing of the target: we did not look, or had nothing to look with. Never up by being inverted. */
export const unjudged: ReadonlySet<string> = new Set([
  'address_not_allowed',
  'secret_missing',
  'secret_unfit',
  'token',
  'proxy',
  'registry',
  'no_registry',
  'no_expiration',
  'no_ping',
  'passive',
  'not_reported_yet',
]);
