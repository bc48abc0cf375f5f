import type { SignedPosts } from './signed.ts';

/** Has a function run with an event, and doesn't wait for it. */
export type Invoke = (name: string, event: object, abortSignal: AbortSignal) => Promise<void>;

/** AWS Lambda API Reference, "Invoke". The SDK's client for it is an eighth of the voice's bundle. */
export function lambdaInvoke(post: SignedPosts): Invoke {
  return async (name, event, abortSignal) => {
    const headers = { 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' };
    await post({ path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, headers, body: JSON.stringify(event) }, abortSignal);
  };
}
