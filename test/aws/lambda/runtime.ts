import { flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { moveClock } from './machine-clock.ts';
import type { FromSandbox, ToSandbox } from './sandbox.ts';

/** What runs in a sandbox, in place of Lambda's own runtime: loads a function's one module and hands it one event after the other. Its module's path is its one argument. */
const tell = (message: FromSandbox) => process.send?.(message);

/** As Lambda's runtime for Node 24 does it: `handler` is asynchronous, and answers what JSON can say. */
type Handler = (event: unknown, context: object) => Promise<unknown>;

async function load(): Promise<Handler> {
  const file = process.argv[2] ?? '';
  const module = (await import(pathToFileURL(file).href)) as { readonly handler?: unknown };
  // Its process may be killed at any time.
  flushCompileCache();
  if (typeof module.handler !== 'function') throw new TypeError('index.handler is undefined or not exported');
  return module.handler as Handler;
}

const errorOf = (cause: unknown) =>
  cause instanceof Error
    ? { errorType: cause.name, errorMessage: cause.message, trace: (cause.stack ?? '').split('\n') }
    : { errorType: typeof cause, errorMessage: String(cause), trace: [] };

function begin(handler: Handler): void {
  process.on('message', async ({ event, context, remainingMs, clockOffsetMs, trace }: ToSandbox) => {
    moveClock(clockOffsetMs);
    process.env._X_AMZN_TRACE_ID = trace;
    const endsAt = performance.now() + remainingMs;
    const getRemainingTimeInMillis = () => Math.max(0, Math.floor(endsAt - performance.now()));
    try {
      const answer = await handler(event, { ...context, getRemainingTimeInMillis, callbackWaitsForEmptyEventLoop: true });
      tell({ kind: 'answered', payload: JSON.stringify(answer) ?? 'null' });
    } catch (cause) {
      tell({ kind: 'failed', error: errorOf(cause) });
    }
  });
  tell({ kind: 'ready' });
}

load().then(begin, (cause) => {
  tell({ kind: 'broken', error: errorOf(cause) });
});
