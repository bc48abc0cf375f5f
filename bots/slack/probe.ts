import type { Channel } from '../../shared/channel/channel.ts';
import type { SlackApi, SlackApis } from './api.ts';
import { failureOf } from './failure.ts';
import type { Installs } from './installs.ts';
import { fieldsOf, textOf } from './payload.ts';

/** What the bot token must be allowed to: write, upload pictures, hear slash commands, mentions and direct messages, and know a person's name and zone. */
export const botScopes: readonly string[] = ['app_mentions:read', 'chat:write', 'commands', 'files:write', 'im:history', 'users:read'];

export interface ProbeParts {
  /** The bot of SLACK_BOT_TOKEN. */
  readonly own: SlackApi | undefined;
  readonly apis: SlackApis;
  readonly socket?: SlackApi;
  readonly installs?: Installs | undefined;
}

/** What it asks for: files that people send and prompts in its agent view too, without which it does all else. */
export const askedScopes: readonly string[] = [...botScopes, 'assistant:write', 'files:read'].sort();

/** Asks Slack whether the tokens of the settings are good and may do what is needed (auth.test tells the scopes; apps.connections.open whether a socket may be opened). */
export function prober({ own, apis, socket, installs }: ProbeParts): NonNullable<Channel['probe']> {
  return async (signal, at) => {
    if (at) return here(apis(at.tenant), signal);
    const many = installs ? `installed in ${(await installs.tenants()).length} workspaces by OAuth` : undefined;
    if (!own) return { ok: true, detail: `${many ?? 'Workspaces install it by OAuth'}.` };
    let who = '';
    try {
      const known = await own.call('auth.test', {}, signal);
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
    return { ok: true, detail: `${who}, with every scope it needs${socket ? ', by Socket Mode' : ''}${many ? `; ${many}` : ''}.` };
  };
}

/** Whether one workspace lets us in. */
async function here(api: SlackApi, signal: AbortSignal): Promise<{ ok: boolean; detail: string }> {
  try {
    const known = await api.call('auth.test', {}, signal);
    return { ok: true, detail: `@${textOf(known.user) ?? 'bot'}` };
  } catch (cause) {
    const failure = failureOf(cause);
    // Nothing is wrong with a workspace that took the app out.
    return { ok: failure.code === 'slack_not_installed', detail: failure.message };
  }
}

function wrong(setting: string, cause: unknown): { ok: false; detail: string; hint: string } {
  const failure = failureOf(cause);
  return {
    ok: false,
    detail: `${setting}: ${failure.message}`,
    hint: failure.hint ?? 'Try again; if it stays, check SLACK_API_URL and the network.',
  };
}
