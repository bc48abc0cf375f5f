import { SendFailed } from '../../shared/errors.ts';
import { unconnected } from '../../shared/net/unconnected.ts';

/** What to do about a refusal, by the code Teams gives. Source: msteams-docs, "Status codes from bot conversational APIs". */
const mends: Readonly<Record<string, string>> = {
  BotNotInConversationRoster: 'Add the bot to that chat or team again: Apps, the bot, Add.',
  ConversationBlockedByUser: 'The person blocked the bot; only they can unblock it, in the menu of its chat.',
  MessageWritesBlocked: 'The person blocked or removed the bot; only they can add it again.',
  BotDisabledByAdmin: 'An admin disabled the app: allow it in the Teams admin centre under Manage apps.',
  BotNotRegistered: 'TEAMS_APP_ID is not registered as a bot: compare it with the Azure Bot resource.',
  NotEnoughPermissions: 'The app lacks a permission for this: add it to the manifest and install it again.',
  InvalidBotApiHost: 'The conversation belongs to another cloud: add its host to TEAMS_SERVICE_URLS.',
  ConversationNotFound: 'The chat, team or channel is gone.',
  ActivityNotFoundInConversation: 'The message was deleted.',
  MessageSizeTooBig: 'The answer is larger than Teams takes: shorten it.',
};

/** One of a refusal by its status; null: Teams takes it amiss for good. */
const byStatus: Readonly<Record<number, { code: string; hint: string; retryable?: true }>> = {
  401: { code: 'teams_unauthorized', hint: 'Check TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID with `bellhop doctor`.' },
  403: { code: 'teams_forbidden', hint: 'See whether the bot is still installed there, and whether an admin allows it.' },
  404: { code: 'teams_gone', hint: 'The conversation or message is gone.' },
  412: { code: 'teams_busy', hint: 'It is tried again.', retryable: true },
  413: { code: 'teams_too_big', hint: mends.MessageSizeTooBig ?? '' },
  429: { code: 'teams_rate_limited', hint: 'It is tried again when Teams allows.', retryable: true },
};

export interface Refusal {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | null;
}

/**
 * A refusal of the connector as an error that says whether another try can help. `once`: the call must not happen twice, so a gateway that gave up may have sent it.
 * Retried: 412, 429, 502, 504 as Teams advises, and other failures of the server.
 */
export function failureOf({ status, body, retryAfter }: Refusal, { once, now }: { once: boolean; now: number }): SendFailed {
  const reason = reasonOf(body);
  const known =
    byStatus[status] ??
    (status >= 500
      ? { code: 'teams_busy', hint: 'It is tried again.', retryable: true }
      : { code: 'teams_refused', hint: 'Teams doesn’t take it as Bellhop wrote it: please report this with the code.' });
  const retryAfterMs = retryAfterOf(retryAfter, now);
  return new SendFailed(known.code, `Teams refused the message: ${status}${reason ? ` ${reason}` : ''}.`, {
    lockedOut: status === 401,
    hint: mends[reason] ?? known.hint,
    retryable: known.retryable ?? false,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    maybeSent: once && (status === 502 || status === 504),
  });
}

/** Nothing, or nothing whole, came back. What never left this machine was not sent. */
export function unreachable(cause: unknown, { once }: { once: boolean }): SendFailed {
  const code = codeOf(cause);
  return new SendFailed('teams_unreachable', `Teams did not answer: ${code}.`, {
    hint: 'It is tried again; see whether this machine can reach Microsoft.',
    retryable: true,
    maybeSent: once && !unconnected.has(code),
    cause,
  });
}

/** Teams' short word for what is wrong; '' when it gives none. */
function reasonOf(body: string): string {
  try {
    const parsed = JSON.parse(body) as { error?: { code?: unknown } } | null;
    const code = parsed?.error?.code;
    return typeof code === 'string' && /^\w[\w ]{0,59}$/.test(code) ? code : '';
  } catch {
    return ''; // A gateway's page: the status says enough.
  }
}

/** Retry-After in ms, from seconds or a date (RFC 9110). At most an hour is believed; no time at all is no answer, so that nobody tries again at once, over and over. */
export function retryAfterOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return ms > 0 ? Math.min(ms, 3_600_000) : undefined;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return inner || (error.cause ? codeOf(error.cause) : error.name);
}
