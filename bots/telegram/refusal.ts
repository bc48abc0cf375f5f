import { type ErrorDetails, SendFailed } from '../../shared/errors.ts';
import { unconnected } from '../../shared/net/unconnected.ts';
import { type Fields, isFields } from './fields.ts';

/** Telegram's "no", or its silence. `status` is the Bot API's `error_code`, 0 when no answer was understood. */
export class TelegramRefused extends SendFailed {
  readonly status: number;
  /** Telegram's own words. */
  readonly description: string;
  /** The supergroup that a group has become. */
  readonly migrateTo: number | undefined;

  constructor(
    code: string,
    answer: { status: number; description: string; migrateTo?: number | undefined },
    details: ErrorDetails & { maybeSent?: boolean; lockedOut?: boolean },
  ) {
    super(code, `${answer.status === 0 ? 'Telegram could not be asked' : 'Telegram refused'}: ${answer.description}.`, details);
    this.status = answer.status;
    this.description = answer.description;
    this.migrateTo = answer.migrateTo;
  }
}

/** What people can mend, by the server's words (client-side error texts of the Bot API server; not documented, so the first that occurs in them). */
const mends: readonly (readonly [words: string, code: string, hint: string])[] = [
  ['bot was blocked by the user', 'telegram_blocked', 'They have blocked the bot: ask them to open its chat and press Restart.'],
  ["bot can't initiate conversation", 'telegram_not_started', 'Ask them to open a chat with the bot and press Start: a bot may not write first.'],
  ['user is deactivated', 'telegram_user_gone', 'This account no longer exists: send it to someone else.'],
  ['bot was kicked', 'telegram_kicked', 'Add the bot to the group again.'],
  ['bot is not a member', 'telegram_kicked', 'Add the bot to the chat.'],
  ['the group chat was deleted', 'telegram_chat_gone', 'The group no longer exists: choose another.'],
  ['chat not found', 'telegram_chat_not_found', 'The bot is not in this chat, or the person never pressed Start: add it, or ask them to.'],
  ['not enough rights', 'telegram_rights', 'Let the bot send messages here: Group info, Permissions, or make it an admin.'],
  ['have no rights', 'telegram_rights', 'Let the bot send messages here: Group info, Permissions, or make it an admin.'],
  ['CHAT_WRITE_FORBIDDEN', 'telegram_rights', 'Let the bot send messages here: Group info, Permissions, or make it an admin.'],
  ['TOPIC_CLOSED', 'telegram_topic_closed', 'The topic is closed: open it again, or make the bot an admin who may manage topics.'],
  ['group chat was upgraded', 'telegram_migrated', 'The group is a supergroup now: use its new id.'],
];

/** Reads what the client threw: a TelegramError (the API's answer), or a failure on the way. Neither its payload nor the token goes into the error. */
export function refusalOf(cause: unknown, method: string): TelegramRefused {
  const response = isFields(cause) && isFields(cause.response) ? cause.response : null;
  if (!response) return unanswered(cause, method);
  return typeof response.error_code === 'number' ? answered(response, response.error_code, method) : unreadable(method);
}

function answered(response: Fields, status: number, method: string): TelegramRefused {
  const description =
    typeof response.description === 'string' && response.description ? response.description.slice(0, 300) : `${method}: HTTP ${status}`;
  const parameters = isFields(response.parameters) ? response.parameters : {};
  const answer = { status, description, migrateTo: typeof parameters.migrate_to_chat_id === 'number' ? parameters.migrate_to_chat_id : undefined };
  if (status === 429) {
    const seconds = parameters.retry_after;
    const wait = typeof seconds === 'number' && seconds > 0 ? { retryAfterMs: Math.min(seconds, 86_400) * 1_000 } : undefined;
    return new TelegramRefused('telegram_busy', answer, { retryable: true, hint: 'It is sent again when Telegram allows it.', ...wait });
  }
  // A gateway gave up waiting: what stood behind it may have sent.
  if (status >= 500) return new TelegramRefused('telegram_down', answer, { retryable: true, maybeSent: true, hint: 'It is tried again.' });
  if (status === 401 || status === 404)
    return new TelegramRefused('telegram_token', answer, {
      lockedOut: true,
      hint: 'The token is not (or no longer) valid: set TELEGRAM_BOT_TOKEN to what @BotFather shows, and check TELEGRAM_API_ROOT.',
    });
  const [, code = 'telegram_refused', hint = 'Retrying cannot help: see the reason, and `bellhop doctor`.'] =
    mends.find(([words]) => description.includes(words)) ?? [];
  return new TelegramRefused(code, answer, { hint });
}

/** Failures of node-fetch by their code; where the connection never stood, nothing was sent. */
const neverSent = new Set([
  ...unconnected,
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The client's own words hold the address, and so the token: only its code goes into the error. */
function unanswered(cause: unknown, method: string): TelegramRefused {
  const { code, type, name } = isFields(cause) ? cause : {};
  if (name === 'AbortError' || type === 'aborted') return silent('telegram_timeout', `${method}: no answer in time`);
  if (type === 'invalid-json') return unreadable(method);
  if (typeof code !== 'string') {
    const why = typeof type === 'string' ? ` (${type})` : '';
    return silent('telegram_unreachable', `${method}: the client failed${why}`, name === 'FetchError' ? {} : { cause });
  }
  const sent = !neverSent.has(code);
  return silent('telegram_unreachable', `${method}: the connection failed (${code})`, {
    maybeSent: sent,
    ...(sent ? {} : { hint: 'It is tried again. Check the network, and TELEGRAM_API_ROOT.' }),
  });
}

/** It broke off, or something else answered in Telegram's place. */
const unreadable = (method: string) =>
  silent('telegram_unreachable', `${method}: the answer is not one of the Bot API`, {
    hint: 'It is tried again. Check what TELEGRAM_API_ROOT leads to.',
  });

function silent(code: string, description: string, details: ErrorDetails & { maybeSent?: boolean } = {}): TelegramRefused {
  return new TelegramRefused(code, { status: 0, description }, { retryable: true, maybeSent: true, hint: 'It is tried again.', ...details });
}
