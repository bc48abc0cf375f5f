import type { Channel } from '../../shared/channel/channel.ts';
import type { SlackApi } from './api.ts';
import { failureOf } from './failure.ts';
import { fieldsOf, textOf } from './payload.ts';

/** What the bot token must be allowed to: write, hear slash commands, mentions and direct messages, and know a person's name and zone. */
export const botScopes: readonly string[] = ['app_mentions:read', 'chat:write', 'commands', 'im:history', 'users:read'];

/** Asks Slack whether the tokens are good and may do what is needed (auth.test tells the scopes; apps.connections.open whether a socket may be opened). */
export function prober({ api, socket }: { api: SlackApi; socket: SlackApi | undefined }): NonNullable<Channel['probe']> {
  return async (signal) => {
    let who = '';
    try {
      const known = await api.call('auth.test', {}, signal);
      who = `@${textOf(known.user) ?? 'bot'} in ${textOf(known.team) ?? 'the workspace'}`;
      const scopes = fieldsOf(known.response_metadata)?.scopes;
      const missing = Array.isArray(scopes) ? botScopes.filter((scope) => !scopes.includes(scope)) : [];
      if (missing.length > 0) {
        return {
          ok: false,
          detail: `${who}, which may not: ${missing.join(', ')}.`,
          hint: "Add these scopes under OAuth & Permissions in the Slack app's settings, and reinstall it.",
        };
      }
    } catch (cause) {
      return wrong('SLACK_BOT_TOKEN', cause);
    }
    try {
      await socket?.call('apps.connections.open', {}, signal);
    } catch (cause) {
      return wrong('SLACK_APP_TOKEN', cause);
    }
    return { ok: true, detail: `${who}, with every scope it needs${socket ? ', by Socket Mode' : ''}.` };
  };
}

function wrong(setting: string, cause: unknown): { ok: false; detail: string; hint: string } {
  const failure = failureOf(cause);
  return {
    ok: false,
    detail: `${setting}: ${failure.message}`,
    hint: failure.hint ?? 'Try again; if it stays, check SLACK_API_URL and the network.',
  };
}
