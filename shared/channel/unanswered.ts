import { SendFailed } from '../errors.ts';
import { neverSent } from '../net/unconnected.ts';

/** A platform's API as its failures name it. */
export interface ApiNames {
  /** What people call it: `Twilio`. */
  readonly name: string;
  /** What its codes begin with: the name of the channel. */
  readonly code: string;
  /** The setting that leads to it. */
  readonly setting: string;
}

/** A status and a body that isn't the platform's API speaking: a proxy, or the platform down. What stood behind a gateway may have sent. `retryAfterS`: what a header named; NaN: nothing. */
export function unlike({ name, code, setting }: ApiNames, status: number, retryAfterS: number): SendFailed {
  const wait = retryAfterS > 0 ? { retryAfterMs: retryAfterS * 1_000 } : {};
  if (status === 429) return new SendFailed(`${code}_busy`, `${name} asks to be sent less.`, { retryable: true, ...wait });
  if (status >= 500) return new SendFailed(`${code}_down`, `${name} answered ${status}.`, { retryable: true, maybeSent: true, ...wait });
  return new SendFailed(`${code}_unreachable`, `${name} answered ${status}, and not as its API does.`, {
    retryable: true,
    maybeSent: status < 300,
    hint: `It is tried again. Check what ${setting} leads to.`,
  });
}

/** No answer, or half of one. `maybeSent` unless the connection never stood. */
export function lost({ name, code, setting }: ApiNames, cause: unknown): SendFailed {
  const isUnsent = neverSent(cause);
  return new SendFailed(`${code}_unreachable`, isUnsent ? `${name} can not be reached.` : `${name}'s answer did not come, or only in part.`, {
    retryable: true,
    maybeSent: !isUnsent,
    hint: `It is tried again. Check the network, and ${setting}.`,
    cause,
  });
}
