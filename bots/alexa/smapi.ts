import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../shared/clock.ts';
import { BellhopError, type ErrorDetails } from '../../shared/errors.ts';
import { type Json, objectOf } from './envelope.ts';

export interface SmapiSettings {
  readonly refreshToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Origins, without a slash at the end: SMAPI, and Login with Amazon. */
  readonly apiUrl: string;
  readonly tokenUrl: string;
}

/** SMAPI said no. */
export class SmapiRefused extends BellhopError {
  constructor(message: string, details: ErrorDetails) {
    super('smapi_refused', message, details);
  }
}

/** SMAPI said nothing. */
export class SmapiUnreachable extends BellhopError {
  constructor(host: string, cause: unknown) {
    super('smapi_unreachable', `${host} could not be asked.`, { hint: 'Try again; see SMAPI_API_URL.', retryable: true, cause });
  }
}

/** The skill's manifest and models in the stage `development`. Null: there is none yet. All throw SmapiRefused and SmapiUnreachable. */
export interface Smapi {
  manifest(signal: AbortSignal): Promise<Json | null>;
  setManifest(manifest: object, signal: AbortSignal): Promise<void>;
  model(locale: string, signal: AbortSignal): Promise<Json | null>;
  /** Resolves when the model is built: what Alexa finds wrong with it shows only then. */
  setModel(locale: string, model: object, signal: AbortSignal): Promise<void>;
}

/** Between two looks at a build, ms: ours. */
const lookMs = 1_000;

/** Amazon, "Skill Management API": with an access token of Login with Amazon, got for the refresh token and good for an hour. */
export function smapi(skillId: string, { refreshToken, clientId, clientSecret, apiUrl, tokenUrl }: SmapiSettings, clock: Clock): Smapi {
  const skill = `${apiUrl}/v1/skills/${encodeURIComponent(skillId)}`;
  let token: { readonly value: string; readonly endsAt: number } | undefined;

  async function access(signal: AbortSignal): Promise<string> {
    if (token && token.endsAt > clock.now()) return token.value;
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId, client_secret: clientSecret });
    const { status, json } = await request(tokenUrl, { method: 'POST', body, signal });
    if (status !== 200 || typeof json?.access_token !== 'string') throw refused('Login with Amazon gave no token', status, json);
    token = { value: json.access_token, endsAt: clock.now() + (Number(json.expires_in) - 60) * 1_000 };
    return token.value;
  }

  async function call(method: string, path: string, signal: AbortSignal, body?: object): Promise<Json | null> {
    const headers = { authorization: `Bearer ${await access(signal)}`, 'content-type': 'application/json' };
    const { status, json } = await request(`${skill}${path}`, { method, headers, signal, ...(body && { body: JSON.stringify(body) }) });
    if (status === 404 && method === 'GET') return null;
    if (status >= 300) throw refused(`${method} ${path}`, status, json);
    return json ?? {};
  }

  /** A PUT is only begun when it is answered (202). */
  async function built(resource: string, locale: string | undefined, signal: AbortSignal): Promise<void> {
    for (;;) {
      const about = objectOf((await call('GET', `/status?resource=${resource}`, signal))?.[resource]);
      const { lastUpdateRequest } = (locale === undefined ? about : objectOf(about?.[locale])) ?? {};
      const { status, errors } = objectOf(lastUpdateRequest) ?? {};
      if (status === 'SUCCEEDED') return;
      if (status !== 'IN_PROGRESS') throw refused(`Building ${locale ?? resource}`, 0, { errors });
      await sleep(lookMs, undefined, { signal });
    }
  }

  const manifestPath = '/stages/development/manifest';
  const modelPath = (locale: string) => `/stages/development/interactionModel/locales/${locale}`;
  return {
    manifest: (signal) => call('GET', manifestPath, signal),
    async setManifest(manifest, signal) {
      await call('PUT', manifestPath, signal, manifest);
      await built('manifest', undefined, signal);
    },
    model: (locale, signal) => call('GET', modelPath(locale), signal),
    async setModel(locale, model, signal) {
      await call('PUT', modelPath(locale), signal, model);
      await built('interactionModel', locale, signal);
    },
  };
}

async function request(url: string, init: RequestInit): Promise<{ readonly status: number; readonly json: Json | undefined }> {
  try {
    const response = await fetch(url, init);
    return { status: response.status, json: objectOf(await response.json().catch(() => undefined)) };
  } catch (cause) {
    throw new SmapiUnreachable(new URL(url).host, cause);
  }
}

function refused(what: string, status: number, json: Json | undefined): SmapiRefused {
  const listed = Array.isArray(json?.errors) ? json.errors : Array.isArray(json?.violations) ? json.violations : [];
  const reasons = listed.slice(0, 5).flatMap((one) => objectOf(one)?.message ?? []);
  const why = [json?.message ?? json?.error_description, ...reasons].filter((one) => typeof one === 'string').join('; ');
  const hint =
    status === 401 || status === 400
      ? 'See SMAPI_REFRESH_TOKEN, SMAPI_CLIENT_ID and SMAPI_CLIENT_SECRET.'
      : 'The message has the reason of Amazon; mend it, and apply again.';
  return new SmapiRefused(`Alexa refused: ${what}${status === 0 ? '' : `, ${status}`}${why === '' ? '' : `: ${why}`}.`, {
    hint,
    retryable: status === 429 || status >= 500,
  });
}
