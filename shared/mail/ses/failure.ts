import { SendFailed } from '../../errors.ts';

/** What an operator can do, for what no other try mends (SES v2 API, SendEmail). */
const mends: Readonly<Record<string, string>> = {
  MessageRejected: 'SES refused the content, or an address that is not verified while the account is in the sandbox.',
  MailFromDomainNotVerifiedException: 'Verify the MAIL FROM domain in SES.',
  AccountSuspendedException: 'SES has ended the account’s sending: look into the SES console.',
  SendingPausedException: 'Sending is paused for the account or its configuration set: resume it in SES.',
  BadRequestException: 'SES takes no such message.',
  NotFoundException: 'There is no such configuration set: deploy again.',
  AccessDeniedException: 'The function may not send from this address: look at its role.',
};

/** How long SES wants to be left alone, ms: its rate is by the second, its quota by the day. */
const waits: Readonly<Record<string, number>> = { TooManyRequestsException: 1_000, ThrottlingException: 1_000, LimitExceededException: 3_600_000 };

/** Before anything went out. */
const unreached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

export function failureOf(cause: unknown): SendFailed {
  const { name, message } = cause instanceof Error ? cause : { name: 'unknown', message: String(cause) };
  const status = statusOf(cause);
  const code = `ses_${name.replace(/Exception$/, '').replace(/[^A-Za-z0-9]+/g, '_')}`;
  const hint = mends[name];
  if (hint !== undefined) return new SendFailed(code, `SES refused the message: ${message}`, { hint, cause });
  const retryAfterMs = waits[name];
  return new SendFailed(code, `SES did not take the message: ${message}`, {
    // An answer that names nothing we know, and isn't SES's own trouble, is the same the next time.
    retryable: retryAfterMs !== undefined || status === undefined || status >= 500 || status === 429,
    maybeSent: status === undefined && !unreached.has(codeOf(cause)),
    cause,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** The status that SES answered with; undefined when no answer came. */
function statusOf(cause: unknown): number | undefined {
  if (typeof cause !== 'object' || cause === null || !('$metadata' in cause)) return undefined;
  const { $metadata } = cause;
  const status = typeof $metadata === 'object' && $metadata !== null && 'httpStatusCode' in $metadata ? $metadata.httpStatusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

const codeOf = (cause: unknown): string => (typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '');
