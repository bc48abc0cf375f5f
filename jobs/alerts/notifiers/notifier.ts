import type { Env } from '../../../shared/channel/channel.ts';
import type { Mail } from '../../../shared/mail/mail.ts';
import type { AllowList } from '../../../shared/net/allow.ts';
import type { Incident } from '../incident.ts';

/** Where it sends, as an operator gave it; sealed, for tokens stand in it. */
export interface Given {
  /** An address, a number, a key. */
  readonly to: string;
  readonly token?: string;
  /** Of a webhook: its body, with `{what}` and the like in it. */
  readonly template?: string;
}

/** What is told, and in which language. */
export interface Notice {
  readonly incident: Incident;
  /** The same for each try of one. */
  readonly key: string;
  readonly locale: string;
  /** One line: "example.com: refused the connection". */
  readonly text: string;
}

export interface Tools {
  readonly env: Env;
  readonly mail: Mail;
  readonly allow: AllowList;
  readonly signal: AbortSignal;
  /** ms since 1970. */
  now(): number;
}

/** A way to tell of incidents that is no channel where people talk: a file here, and a line in index.ts. */
export interface Notifier {
  readonly kind: string;
  /** What of `to` may be shown; null where it isn't what this takes. */
  shown(given: Given): string | null;
  /** Whether it tells of an incident that somebody has, or that is over; of one that nobody has each does. */
  readonly follows: readonly ('acknowledged' | 'closed')[];
  /** Resolves when the other side has it. Throws SendFailed, `retryable` where another try may do; Refusal for an address that isn't allowed, or a setting that is missing. */
  send(notice: Notice, given: Given, tools: Tools): Promise<void>;
}
