import { SendFailed } from '../../shared/errors.ts';
import { neverSent } from '../../shared/net/unconnected.ts';
import { fieldsOf } from './payload.ts';

/** What Slack's refusals mean for people: the mend of each that someone can mend (Slack: errors of chat.postMessage, chat.postEphemeral, chat.update). */
const mends: Readonly<Record<string, string>> = {
  not_in_channel: 'Invite the bot with /invite @bellhop.',
  channel_not_found: 'The channel is gone, or private and the bot not in it: invite it with /invite @bellhop.',
  is_archived: 'The channel is archived: unarchive it, or ask again in another.',
  user_not_in_channel: 'That person is not in the channel.',
  user_not_found: 'That person is not known in this workspace.',
  cannot_dm_bot: 'Bots can not be written to directly.',
  messages_tab_disabled: "Allow messages under App Home, Messages Tab, in the Slack app's settings.",
  restricted_action: 'Only some people may post there: an admin of the workspace can allow the bot to.',
  restricted_action_read_only_channel: 'The channel is read-only: an admin of the workspace can allow the bot to post.',
  restricted_action_thread_only_channel: 'That channel takes only replies in threads.',
  restricted_action_non_threadable_channel: 'That channel takes no replies in threads: ask again outside the thread.',
  cannot_reply_to_message: 'That message takes no replies: ask again outside its thread.',
  restricted_action_thread_locked: 'The thread is locked: ask again outside it.',
  not_authed: 'Set SLACK_BOT_TOKEN.',
  invalid_auth: 'SLACK_BOT_TOKEN is not valid: copy it again from OAuth & Permissions in the Slack app.',
  token_revoked: 'The token was revoked: reinstall the Slack app and set the new SLACK_BOT_TOKEN.',
  token_expired: 'The token ran out: reinstall the Slack app and set the new SLACK_BOT_TOKEN.',
  account_inactive: 'The Slack app was removed from the workspace: reinstall it and set the new SLACK_BOT_TOKEN.',
  missing_scope: "Add the scope under OAuth & Permissions in the Slack app's settings, and reinstall it.",
  not_allowed_token_type: 'SLACK_BOT_TOKEN must be a bot token: it begins with xoxb-.',
  msg_too_long: 'The answer is longer than Slack takes: report it, Bellhop should have split it.',
  msg_blocks_too_long: 'The answer is longer than Slack takes: report it, Bellhop should have split it.',
  invalid_blocks: 'Slack could not show the answer: report it with the line above.',
  invalid_blocks_format: 'Slack could not show the answer: report it with the line above.',
  no_text: 'The answer was empty: report it.',
  message_not_found: 'The message to change is gone.',
  cant_update_message: 'Only its author can change a message.',
  edit_window_closed: 'The workspace no longer lets that message be changed.',
  bad_redirect_uri: 'Add BELLHOP_URL/slack/oauth under OAuth & Permissions, Redirect URLs, in the Slack app.',
  invalid_client_id: 'SLACK_CLIENT_ID is not the one under Basic Information of the Slack app.',
  bad_client_secret: 'SLACK_CLIENT_SECRET is not the one under Basic Information of the Slack app.',
  invalid_code: 'Begin anew: what Slack gave was used already, or is too old.',
  code_already_used: 'Begin anew: what Slack gave was used already.',
  invalid_refresh_token: 'Install the app in the workspace again.',
  no_bot_token: 'Add bot scopes under OAuth & Permissions in the Slack app.',
  expired_url: 'The response_url is older than 30 minutes.',
  used_url: 'The response_url was used five times.',
};

/** Refusals that heal by themselves. */
const passing: ReadonlySet<string> = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'internal_error',
  'fatal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
  'accesslimited',
]);

/** Refusals of the token itself: nothing goes out from this bot there. */
const lockedOut: ReadonlySet<string> = new Set([
  'not_authed',
  'invalid_auth',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'not_allowed_token_type',
  'invalid_refresh_token',
]);

/** Slack answered `ok: false`. */
export function refusal(error: string, explained: readonly string[] = []): SendFailed {
  if (!/^[a-z_]{1,60}$/.test(error)) return lost(new Error('Slack answered something else than its API does'));
  const hint = mends[error] ?? 'See the errors of chat.postMessage in docs.slack.dev.';
  const words = explained.length > 0 ? `${error} (${explained.join('; ').slice(0, 300)})` : error;
  const code = error in mends || passing.has(error) ? error : 'slack_refused';
  return passing.has(error)
    ? new SendFailed(code, `Slack can't take the message now: ${words}.`, { retryable: true })
    : new SendFailed(code, `Slack refused the message: ${words}.`, { hint, lockedOut: lockedOut.has(error) });
}

/** 429. Without a Retry-After the queue's own backoff decides. */
export function limited(retryAfterS: number | undefined): SendFailed {
  return new SendFailed('ratelimited', 'Slack asks to be sent less.', {
    retryable: true,
    ...(retryAfterS === undefined ? {} : { retryAfterMs: retryAfterS * 1_000 }),
  });
}

/** A status that isn't Slack's API speaking: a proxy, or Slack down. */
export function status(code: number): SendFailed {
  const heals = code >= 500 || code === 408 || code === 425;
  return new SendFailed('slack_http', `Slack answered ${code}.`, {
    retryable: heals,
    ...(heals ? {} : { hint: 'Check SLACK_API_URL, and what stands between here and Slack.' }),
  });
}

/** No answer, or half of one. `maybeSent` unless the connection never stood. */
export function lost(cause: unknown): SendFailed {
  const isUnsent = neverSent(cause);
  return new SendFailed('slack_unreachable', isUnsent ? 'Slack can not be reached.' : "Slack's answer did not come, or only in part.", {
    retryable: true,
    maybeSent: !isUnsent,
    cause,
  });
}

/** Whatever the Web API client threw, as one of ours. */
export function failureOf(cause: unknown): SendFailed {
  if (cause instanceof SendFailed) return cause;
  const error = fieldsOf(cause);
  switch (error?.code) {
    case 'slack_webapi_platform_error': {
      const data = fieldsOf(error.data);
      const explained = fieldsOf(data?.response_metadata)?.messages;
      return refusal(String(data?.error), Array.isArray(explained) ? explained.map(String) : []);
    }
    case 'slack_webapi_rate_limited_error':
      return limited(Number(error.retryAfter));
    case 'slack_webapi_http_error':
      return status(Number(error.statusCode));
    case 'slack_webapi_request_error':
      return error.original instanceof SendFailed ? error.original : lost(error.original);
    default:
      return lost(cause);
  }
}
