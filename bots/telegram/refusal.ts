import { type ErrorDetails, SendFailed } from '../../shared/errors.ts';
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
    details: ErrorDetails & { maybeSent?: boolean },
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
  return response ? answered(response, method) : unanswered(cause, method);
}

function answered(response: Fields, method: string): TelegramRefused {
  const status = typeof response.error_code === 'number' ? response.error_code : 0;
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
      hint: 'The token is not (or no longer) valid: set TELEGRAM_BOT_TOKEN to what @BotFather shows, and check TELEGRAM_API_ROOT.',
    });
  const [, code = 'telegram_refused', hint = 'Retrying cannot help: see the reason, and `bellhop doctor`.'] =
    mends.find(([words]) => description.includes(words)) ?? [];
  return new TelegramRefused(code, answer, { hint });
}

/** Failures of node-fetch by their code; where the connection never stood, nothing was sent. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'CERT_HAS_EXPIRED']);

function unanswered(cause: unknown, method: string): TelegramRefused {
  const { code, type, name } = isFields(cause) ? cause : {};
  const sent = typeof code !== 'string' || !neverSent.has(code);
  const late = name === 'AbortError' || type === 'aborted';
  const why = late
    ? 'no answer in time'
    : type === 'invalid-json'
      ? 'half an answer'
      : typeof code === 'string'
        ? `the connection failed (${code})`
        : 'the client failed';
  return new TelegramRefused(
    late ? 'telegram_timeout' : 'telegram_unreachable',
    { status: 0, description: `${method}: ${why}` },
    {
      retryable: true,
      maybeSent: sent,
      hint: sent ? 'It is tried again.' : 'It is tried again. Check the network, and TELEGRAM_API_ROOT.',
      cause,
    },
  );
}
