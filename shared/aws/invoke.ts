import type { SignedPosts } from './signed.ts';

export interface InvokeOptions {
  readonly abortSignal: AbortSignal;
  /** X-Ray's header of who asks: the run is a part of the same trace, and Lambda sees what invokes itself without end. */
  readonly trace?: string | undefined;
}

/** Has a function run with an event, and doesn't wait for it. */
export type Invoke = (name: string, event: object, options: InvokeOptions) => Promise<void>;

/** AWS Lambda API Reference, "Invoke". The SDK's client for it is an eighth of the voice's bundle. */
export function lambdaInvoke(post: SignedPosts): Invoke {
  return async (name, event, { abortSignal, trace }) => {
    const headers = { 'content-type': 'application/json', 'x-amz-invocation-type': 'Event', ...(trace && { 'x-amzn-trace-id': trace }) };
    await post({ path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, headers, body: JSON.stringify(event) }, abortSignal);
  };
}
