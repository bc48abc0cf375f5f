import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../../core/finding.ts';
import { functionParts, pagesPart } from '../cdk/functions.ts';

export interface DoorsOptions {
  /** Where the stage is reached. */
  readonly url: string;
  /** Channels that have settings. */
  readonly on: ReadonlySet<string>;
  /** Its settings have changed just now: a function that runs already reads them anew within five minutes. */
  readonly isFresh: boolean;
  /** Waits so long, ms; the machine's own clock unless told otherwise. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

const askMs = 15_000;
/** A gateway that was made just now knows its routes some seconds later. */
const tries = 5;
const betweenMs = 3_000;

/** Whether each channel's way in answers: a request that nobody signed has to be refused there, by the function itself. */
export async function checkDoors({ url, on, isFresh, wait = sleep }: DoorsOptions): Promise<Finding[]> {
  const doors = functionParts.flatMap((part) => {
    const { name, trigger } = part;
    // A page is for people, or known by its address: it refuses nobody.
    const route = trigger.kind === 'http' && part !== pagesPart ? trigger.routes.find(({ method, page }) => method === 'POST' && !page) : undefined;
    return trigger.kind === 'http' && route ? [{ part: name, channel: trigger.channel, route }] : [];
  });
  return Promise.all(
    doors.map(async ({ part, channel, route }): Promise<Finding> => {
      const about = `door ${channel}`;
      const address = `${url}${route.path}`;
      let met = await ask(address, route.types?.[0]);
      for (let n = 1; n < tries && isAbsent(met); n++) {
        await wait(betweenMs);
        met = await ask(address, route.types?.[0]);
      }
      if (met.status === 400 || met.status === 401) return { about, state: 'ok', detail: `${address} lets nobody in who does not sign` };
      if (met.code !== 'off') {
        const detail = `${address} answers ${met.status ?? met.why} to a request without a signature, where it should refuse it`;
        return { about, state: 'wrong', detail, hint: `See the log of the function ${part}, and whether that address leads to this stage.` };
      }
      if (!on.has(channel)) return { about, state: 'off', detail: `${address} answers, and has no settings` };
      if (isFresh) return { about, state: 'off', detail: `${address} answers, and reads its new settings within five minutes` };
      return { about, state: 'wrong', detail: `${address} says that the channel is off`, hint: `See the log of the function ${part}.` };
    }),
  );
}

interface Met {
  readonly status: number | null;
  /** Of our own form of an error. */
  readonly code?: string | undefined;
  readonly why?: string;
}

const isAbsent = ({ status, code }: Met) => status === null || status === 404 || (status >= 500 && code !== 'off');

async function ask(address: string, type = 'application/json'): Promise<Met> {
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': type },
      body: '{}',
      redirect: 'manual',
      signal: AbortSignal.timeout(askMs),
    });
    return { status: answer.status, code: codeIn(await answer.text()) };
  } catch (cause) {
    const { message, cause: inner } = cause instanceof Error ? cause : { message: String(cause), cause: undefined };
    return { status: null, why: `nothing (${inner instanceof Error ? inner.message : message})` };
  }
}

function codeIn(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { readonly error?: { readonly code?: unknown } };
    return typeof error?.code === 'string' ? error.code : undefined;
  } catch {
    return undefined; // Not ours.
  }
}
