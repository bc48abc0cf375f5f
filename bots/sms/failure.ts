import type { ApiNames } from '../../shared/channel/unanswered.ts';
import { SendFailed } from '../../shared/errors.ts';
import type { Fields } from './api.ts';

/** As its failures name it. */
export const twilio: ApiNames = { name: 'Twilio', code: 'sms', setting: 'TWILIO_API_URL' };

/** What one of Twilio's errors means for people (Twilio error and warning dictionary). */
interface Meaning {
  readonly is: string;
  readonly hint?: string;
  /** Heals by itself. */
  readonly passes?: true;
  /** Then not before, ms. */
  readonly afterMs?: number;
  /** Nothing reaches this person here, whatever is said. */
  readonly outOfReach?: true;
  /** Nothing goes out to anybody. */
  readonly lockedOut?: true;
}

const number: Meaning = { is: 'sms_number', outOfReach: true, hint: 'It is no number that gets messages: ask its person for another one.' };
const from: Meaning = {
  is: 'sms_from',
  hint: 'TWILIO_FROM must be a number or a Messaging Service of this account that can send SMS: see Phone Numbers in the Twilio console.',
};
const account: Meaning = {
  is: 'sms_account',
  lockedOut: true,
  hint: 'Look into the Twilio console: the account is suspended, closed or without money.',
};
const token: Meaning = {
  is: 'sms_token',
  lockedOut: true,
  hint: 'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN do not (or no longer) fit: copy both anew from the Twilio console.',
};
const busy: Meaning = { is: 'sms_busy', passes: true };

const meanings: Readonly<Record<number, Meaning>> = {
  21610: { is: 'sms_stopped', outOfReach: true, hint: 'They said STOP: Twilio sends them nothing until they write START to this number.' },
  21211: number,
  21217: number,
  21614: number,
  21265: number,
  21612: { ...number, hint: 'From this sender no message reaches that number: try a number of the same country as TWILIO_FROM.' },
  21408: { is: 'sms_region', hint: 'Allow the country under Messaging, Settings, Geo permissions in the Twilio console.' },
  21608: { is: 'sms_trial', hint: 'A trial account sends only to numbers that are verified: verify it, or upgrade the account.' },
  21603: from,
  21606: from,
  21659: from,
  21660: from,
  21212: from,
  21701: from,
  21703: from,
  20003: token,
  20404: token,
  20005: account,
  20006: account,
  30002: account,
  90010: account,
  14107: busy,
  20429: busy,
  // 4 hours' worth of messages wait for the number.
  21611: { ...busy, afterMs: 60_000 },
  // The account's messages of a day are used up.
  63038: { ...busy, afterMs: 3_600_000 },
};

/** Twilio answered with an error object. `retryAfterS`: what its header named; NaN: nothing. */
export function refusalOf({ message, code }: Fields, status: number, retryAfterS: number): SendFailed {
  const words = typeof message === 'string' ? message.replace(/\s+/g, ' ').slice(0, 300) : `error ${code}`;
  const meaning = meanings[Number(code)];
  if (meaning?.passes || (!meaning && status === 429)) {
    const retryAfterMs = retryAfterS > 0 ? retryAfterS * 1_000 : meaning?.afterMs;
    const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
    return new SendFailed(meaning?.is ?? 'sms_busy', `Twilio can't take the message now: ${words}`, { retryable: true, ...wait });
  }
  if (!meaning && status >= 500) return new SendFailed('sms_down', `Twilio answered ${status}: ${words}`, { retryable: true, maybeSent: true });
  return new SendFailed(meaning?.is ?? 'sms_refused', `Twilio refused the message: ${words}`, {
    outOfReach: meaning?.outOfReach ?? false,
    lockedOut: meaning?.lockedOut ?? false,
    hint: meaning?.hint ?? `Retrying cannot help: see https://www.twilio.com/docs/api/errors/${Number(code)}, and \`bellhop doctor\`.`,
  });
}
