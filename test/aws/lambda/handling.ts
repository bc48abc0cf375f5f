import { pathToFileURL } from 'node:url';
import { moveClock } from './machine-clock.ts';
import type { FromSandbox, ToSandbox } from './sandbox.ts';

/** As Lambda's runtime for Node 24 does it: `handler` is asynchronous, and answers what JSON can say. */
export type Handler = (event: unknown, context: object) => Promise<unknown>;

/** The handler of a function's module. `name`: makes a module of its own of it, apart from what it imports. */
export async function handlerOf(file: string, name = ''): Promise<Handler> {
  const module = (await import(`${pathToFileURL(file).href}${name}`)) as { readonly handler?: unknown };
  if (typeof module.handler !== 'function') throw new TypeError('index.handler is undefined or not exported');
  return module.handler as Handler;
}

/** Hands it an event, as Lambda's runtime does. */
export async function answerOf(handler: Handler, { event, context, remainingMs, clockOffsetMs, trace }: ToSandbox): Promise<FromSandbox> {
  moveClock(clockOffsetMs);
  process.env._X_AMZN_TRACE_ID = trace;
  const endsAt = performance.now() + remainingMs;
  const getRemainingTimeInMillis = () => Math.max(0, Math.floor(endsAt - performance.now()));
  try {
    const answer = await handler(event, { ...context, getRemainingTimeInMillis, callbackWaitsForEmptyEventLoop: true });
    return { kind: 'answered', payload: JSON.stringify(answer) ?? 'null' };
  } catch (cause) {
    return { kind: 'failed', error: errorOf(cause) };
  }
}

export const brokenBy = (cause: unknown): FromSandbox => ({ kind: 'broken', error: errorOf(cause) });

const errorOf = (cause: unknown) =>
  cause instanceof Error
    ? { errorType: cause.name, errorMessage: cause.message, trace: (cause.stack ?? '').split('\n') }
    : { errorType: typeof cause, errorMessage: String(cause), trace: [] };
