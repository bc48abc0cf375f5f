import { withDeadline } from '../../shared/deadline.ts';
import { failureOf, refusal, status } from './failure.ts';
import type { Install } from './installs.ts';
import { slackLimits } from './limits.ts';
import { type Fields, fieldsOf, idOf, textOf } from './payload.ts';
import type { SlackOAuth } from './settings.ts';

/** What Slack gives a token for: a person's consent, or a token that gives the next one. */
export type Grant =
  | { readonly code: string; readonly redirect_uri: string }
  | { readonly grant_type: 'refresh_token'; readonly refresh_token: string };

/** Asks Slack for a workspace's bot token (oauth.v2.access), once: a code and a refresh token are good for one use. Throws SendFailed. */
export async function access(
  { clientId, clientSecret }: SlackOAuth,
  apiUrl: string,
  grant: Grant,
  now: number,
  signal: AbortSignal,
): Promise<Install> {
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...grant });
  let said: Fields | undefined;
  try {
    said = await withDeadline(slackLimits.callMs, signal, async (signal) => {
      const response = await fetch(`${apiUrl}oauth.v2.access`, { method: 'POST', body, redirect: 'error', signal });
      if (!response.ok) throw status(response.status);
      return fieldsOf(await response.json());
    });
  } catch (cause) {
    throw failureOf(cause);
  }
  if (said?.ok !== true) throw refusal(String(said?.error));
  return installOf(said, now);
}

function installOf(said: Fields, now: number): Install {
  const [team, enterprise] = [fieldsOf(said.team), fieldsOf(said.enterprise)];
  const owner = said.is_enterprise_install === true ? enterprise : team;
  const tenant = idOf(owner?.id);
  const token = textOf(said.access_token);
  if (tenant === undefined || !token || said.token_type !== 'bot') throw refusal('no_bot_token');
  const next = textOf(said.refresh_token);
  return {
    tenant,
    name: idOf(owner?.name) ?? tenant,
    token,
    ...(next ? { refresh: { token: next, endsAt: now + Number(said.expires_in) * 1_000 } } : {}),
    at: now,
  };
}
