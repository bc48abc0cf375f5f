import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger, WebClient } from '@slack/web-api';
import { SendFailed } from '../../shared/errors.ts';
import { failureOf, limited } from './failure.ts';
import { slackLimits } from './limits.ts';
import { type Fields, fieldsOf } from './payload.ts';
import type { TokenOf } from './tokens.ts';

/** Slack's Web API, as one bot. */
export interface SlackApi {
  /** One call, never repeated here: the queue repeats. Throws SendFailed; ends with the signal. */
  call(method: string, args: Fields, signal: AbortSignal): Promise<Fields>;
}

/** The Web API as the bot of a workspace. */
export type SlackApis = (tenant: string) => SlackApi;

/** The Web API by one token. `apiUrl`: SLACK_API_URL. */
export function slackApi({ token, apiUrl }: { token: string; apiUrl: string }): SlackApi {
  const call = caller(apiUrl);
  return { call: (method, args, signal) => call(token, method, args, signal) };
}

/** The Web API by each workspace's own token. `mend`: what helps where one is refused. */
export function slackApis({ tokenOf, apiUrl, mend }: { tokenOf: TokenOf; apiUrl: string; mend: string }): SlackApis {
  const call = caller(apiUrl);
  return (tenant) => ({
    async call(method, args, signal) {
      const token = await tokenOf(tenant, signal);
      try {
        return await call(token, method, args, signal);
      } catch (cause) {
        if (!(cause instanceof SendFailed) || !cause.lockedOut) throw cause;
        throw new SendFailed(cause.code, cause.message, { hint: mend, lockedOut: true, cause });
      }
    },
  });
}

/** Slack's own client, loaded with the first call. */
function caller(apiUrl: string) {
  const calls = new AsyncLocalStorage<{ readonly token: string; readonly signal: AbortSignal }>();
  let client: Promise<WebClient> | undefined;

  /** The client gives each request its time-out, but takes no signal, and a token only into the body; so the caller's come along by the async context. */
  const fetchAsCalled: typeof fetch = async (url, init) => {
    const call = calls.getStore();
    const both = [init?.signal, call?.signal].filter((signal) => signal !== null && signal !== undefined);
    const headers = new Headers(init?.headers);
    if (call?.token) headers.set('authorization', `Bearer ${call.token}`);
    const response = await fetch(url, { ...init, headers, signal: AbortSignal.any(both) });
    // The client takes a 429 without Retry-After for a defect.
    if (response.status === 429 && !/^\d+$/.test(response.headers.get('retry-after') ?? '')) throw limited(undefined);
    return response;
  };

  async function load(): Promise<WebClient> {
    // Bolt's own client, without the rest of Bolt: 31 MiB less in memory.
    const { WebClient, LogLevel } = await import('@slack/web-api');
    return new WebClient(undefined, {
      slackApiUrl: apiUrl,
      timeout: slackLimits.callMs,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      maxRequestConcurrency: Number.POSITIVE_INFINITY,
      fetch: fetchAsCalled,
      logger: silent(LogLevel.ERROR),
    });
  }

  return async (token: string, method: string, args: Fields, signal: AbortSignal): Promise<Fields> => {
    client ??= load();
    const loaded = await client;
    try {
      return fieldsOf(await calls.run({ token, signal }, () => loaded.apiCall(method, args))) ?? {};
    } catch (cause) {
      throw failureOf(cause);
    }
  };
}

/** What goes wrong is thrown, so the client need not write it too; and it would write message text. */
export function silent(level: ReturnType<Logger['getLevel']>): Logger {
  const nothing = () => {};
  return { debug: nothing, info: nothing, warn: nothing, error: nothing, setLevel: nothing, setName: nothing, getLevel: () => level };
}
