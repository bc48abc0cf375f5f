import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../shared/clock.ts';
import { workspace } from './says.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Where the app is installed: a workspace, or all of an organisation. */
export interface Place {
  readonly team?: { readonly id: string; readonly name: string };
  readonly enterprise?: { readonly id: string; readonly name: string };
}

interface Granted {
  readonly place: Place;
  readonly endsAt: number;
}

/** Slack's side of OAuth (Slack: Installing with OAuth; Using token rotation): a person's consent, codes and refresh tokens that are good once, tokens by workspace. */
export function oauth(clock: Clock) {
  const client = { id: '1234567890.0987654321', secret: 'c1ie0t5ec7e7c1ie0t5ec7e7' };
  const codes = new Map<string, Granted & { readonly redirect: string }>();
  const tokens = new Map<string, Granted>();
  const refreshes = new Map<string, Place>();
  let rotates = false;
  let count = 0;

  function grant(place: Place): Fields {
    const token = `xoxb-granted-${++count}`;
    tokens.set(token, { place, endsAt: rotates ? clock.now() + 43_200_000 : Number.POSITIVE_INFINITY });
    const next = rotates ? { refresh_token: `xoxe-1-${randomUUID()}`, expires_in: 43_200 } : {};
    if (next.refresh_token) refreshes.set(next.refresh_token, place);
    return {
      ok: true,
      access_token: token,
      token_type: 'bot',
      scope: 'commands',
      bot_user_id: workspace.bot,
      app_id: workspace.app,
      team: place.team ?? null,
      enterprise: place.enterprise ?? null,
      is_enterprise_install: !place.team,
      authed_user: { id: workspace.user },
      ...next,
    };
  }

  function access({ client_id, client_secret, code, redirect_uri, grant_type, refresh_token }: Fields): Fields {
    if (client_id !== client.id) return { ok: false, error: 'invalid_client_id' };
    if (client_secret !== client.secret) return { ok: false, error: 'bad_client_secret' };
    if (grant_type === 'refresh_token') {
      const place = refreshes.get(String(refresh_token));
      refreshes.delete(String(refresh_token));
      return place ? grant(place) : { ok: false, error: 'invalid_refresh_token' };
    }
    const given = codes.get(String(code));
    codes.delete(String(code));
    if (!given || given.endsAt <= clock.now()) return { ok: false, error: 'invalid_code' };
    if (given.redirect !== redirect_uri) return { ok: false, error: 'bad_redirect_uri' };
    return grant(given.place);
  }

  return {
    client,
    /** Tokens from now on end after 12 hours. */
    rotate(): void {
      rotates = true;
    },
    /** What Slack does with a browser that was sent to it: the person installs the app there, or declines (null). Answers where Slack sends them back. */
    consent(location: string, place: Place | null): string {
      const asked = new URL(location).searchParams;
      const redirect = asked.get('redirect_uri') ?? '';
      const back = new URL(redirect);
      if (asked.get('client_id') !== client.id || !asked.get('scope')) throw new Error(`Slack would refuse ${location}`);
      const code = randomUUID();
      if (place) codes.set(code, { place, endsAt: clock.now() + 600_000, redirect });
      back.search = new URLSearchParams({ ...(place ? { code } : { error: 'access_denied' }), state: asked.get('state') ?? '' }).toString();
      return back.href;
    },
    /** Answers null for what is no call of OAuth. */
    call: (method: string, args: Fields): Fields | null => (method === 'oauth.v2.access' ? access(args) : null),
    /** Whom a token speaks for: null when nobody was given it; an error when it no longer holds. */
    placeOf(token: string): Place | { readonly error: string } | null {
      const given = tokens.get(token);
      if (!given) return null;
      return given.endsAt > clock.now() ? given.place : { error: 'token_expired' };
    },
    /** All tokens of a workspace are revoked: somebody took the app out. */
    revoke(id: string): void {
      for (const [token, { place }] of tokens) if ((place.team ?? place.enterprise)?.id === id) tokens.delete(token);
    },
  };
}
