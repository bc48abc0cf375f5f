import type { Clock } from '../../shared/clock.ts';
import { SendFailed } from '../../shared/errors.ts';
import { type Answer, exchange } from './exchange.ts';
import { retryAfterOf } from './failures.ts';
import { sending } from './limits.ts';

/** The token that the connector wants with each call. */
export interface Bearer {
  /** A token that lasts some minutes more. Asked for once, whoever waits. Throws SendFailed with what is wrong in words. */
  token(signal: AbortSignal): Promise<string>;
  /** The connector didn't take it: the next one is a new one. Answers false when it was new already, so another won't help. */
  forget(token: string): boolean;
}

interface BearerOptions {
  readonly appId: string;
  readonly password: string;
  readonly tokenUrl: string;
  readonly scope: string;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly deadlineMs: number;
}

/** How young a token must be to be called new. */
const newMs = 60_000;

/** Tokens by the app's id and password (OAuth 2.0 client credentials, RFC 6749 4.4). */
export function bearer(options: BearerOptions): Bearer {
  const { clock } = options;
  let held: { token: string; since: number; until: number } | undefined;
  let asking: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const answer = await exchange(options.fetch, {
      method: 'POST',
      url: options.tokenUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: options.appId,
        client_secret: options.password,
        scope: options.scope,
      }).toString(),
      // Not the caller's signal: others wait for the same token.
      signal: AbortSignal.timeout(options.deadlineMs),
      once: false,
    });
    const { access_token, expires_in } = objectOf(answer.body);
    if (answer.status !== 200 || typeof access_token !== 'string') throw refusal(answer, clock.now());
    // Some of Microsoft's endpoints say it in digits.
    const lastsMs = Number(expires_in) * 1_000 || 0;
    held = { token: access_token, since: clock.now(), until: clock.now() + lastsMs - Math.min(sending.renewBeforeMs, lastsMs / 2) };
    return access_token;
  }

  return {
    token(signal) {
      if (held && clock.now() < held.until) return Promise.resolve(held.token);
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return orAborted(asking, signal);
    },
    forget(token) {
      if (held?.token !== token) return true;
      const wasNew = clock.now() - held.since < newMs;
      held = undefined;
      return !wasNew;
    },
  };
}

/** Entra's codes for what people get wrong. Source: Microsoft Entra authentication and authorization error codes. */
const mends: readonly (readonly [string, string])[] = [
  ['AADSTS7000215', 'TEAMS_APP_PASSWORD is wrong: it must be the value of a client secret, not its id.'],
  ['AADSTS7000222', 'TEAMS_APP_PASSWORD has expired: make a new client secret in the app registration.'],
  ['AADSTS700016', 'TEAMS_APP_ID is unknown in this tenant: compare both with the Azure Bot resource.'],
  ['AADSTS90002', 'TEAMS_TENANT_ID is no tenant: copy "App Tenant ID" of the Azure Bot.'],
  ['AADSTS900023', 'TEAMS_TENANT_ID is no tenant: copy "App Tenant ID" of the Azure Bot.'],
];

function refusal({ status, body, retryAfter }: Answer, now: number): SendFailed {
  const { error, error_description } = objectOf(body);
  const text = typeof error_description === 'string' ? error_description : '';
  const retryable = (status >= 200 && status < 300) || status === 429 || status >= 500;
  const code = /AADSTS\d+/.exec(text)?.[0] ?? (typeof error === 'string' && /^\w{1,60}$/.test(error) ? error : '');
  const hint = mends.find(([known]) => known === code)?.[1] ?? 'Check TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID.';
  const retryAfterMs = retryAfterOf(retryAfter, now);
  return new SendFailed('teams_token', `Microsoft gave no token for Teams: ${status}${code ? ` ${code}` : ''}.`, {
    hint: retryable ? 'It is tried again.' : hint,
    retryable,
    lockedOut: !retryable,
    ...(retryable && retryAfterMs !== undefined ? { retryAfterMs } : {}),
  });
}

function objectOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // Half an answer, or a gateway's page.
  }
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () =>
      reject(new SendFailed('teams_unreachable', 'Microsoft gave no token for Teams in time.', { retryable: true, cause: signal.reason }));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
