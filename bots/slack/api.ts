import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger, WebClient } from '@slack/web-api';
import { failureOf, limited } from './failure.ts';
import { slackLimits } from './limits.ts';
import { type Fields, fieldsOf } from './payload.ts';

/** Slack's Web API. */
export interface SlackApi {
  /** One call, never repeated here: the queue repeats. Throws SendFailed; ends with the signal. */
  call(method: string, args: Fields, signal: AbortSignal): Promise<Fields>;
}

/** The Web API by Slack's own client, loaded with the first call. `apiUrl`: SLACK_API_URL. */
export function slackApi({ token, apiUrl }: { token: string; apiUrl: string }): SlackApi {
  const signals = new AsyncLocalStorage<AbortSignal>();
  let client: Promise<WebClient> | undefined;

  /** The client gives each request its time-out, but takes no signal; so the caller's comes along by the async context. */
  const fetchWithSignal: typeof fetch = async (url, init) => {
    const both = [init?.signal, signals.getStore()].filter((signal) => signal !== null && signal !== undefined);
    const response = await fetch(url, { ...init, signal: AbortSignal.any(both) });
    // The client takes a 429 without Retry-After for a defect.
    if (response.status === 429 && !/^\d+$/.test(response.headers.get('retry-after') ?? '')) throw limited(undefined);
    return response;
  };

  async function load(): Promise<WebClient> {
    // Bolt's own client, without the rest of Bolt: 31 MiB less in memory.
    const { WebClient, LogLevel } = await import('@slack/web-api');
    return new WebClient(token, {
      slackApiUrl: apiUrl,
      timeout: slackLimits.callMs,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      maxRequestConcurrency: Number.POSITIVE_INFINITY,
      fetch: fetchWithSignal,
      logger: silent(LogLevel.ERROR),
    });
  }

  return {
    async call(method, args, signal) {
      client ??= load();
      const loaded = await client;
      try {
        return fieldsOf(await signals.run(signal, () => loaded.apiCall(method, args))) ?? {};
      } catch (cause) {
        throw failureOf(cause);
      }
    },
  };
}

/** What goes wrong is thrown, so the client need not write it too; and it would write message text. */
export function silent(level: ReturnType<Logger['getLevel']>): Logger {
  const nothing = () => {};
  return { debug: nothing, info: nothing, warn: nothing, error: nothing, setLevel: nothing, setName: nothing, getLevel: () => level };
}
