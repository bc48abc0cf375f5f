import type { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { withDeadline } from '../deadline.ts';
import { StorageFailed } from '../errors.ts';

/** How long one call may take, all of the client's own tries together, ms. */
export const callMs = 5_000;

const never = new AbortController().signal;

/** What the service says of a request that is wrong in itself: a defect of ours, which no retry mends. */
const defects = new Set(['ValidationException', 'SerializationException']);

/**
 * Makes one call of an AWS client, within `ms`: pass the signal on to `send`. `what` names what could not be stored. Throws what a driver decides on (a failed condition)
 * and our own defects as they are, and StorageFailed for all else: whether a call that failed so was carried out can't be told.
 */
export async function called<T>(what: string, call: (abortSignal: AbortSignal) => Promise<T>, ms: number = callMs): Promise<T> {
  return withDeadline(ms, never, async (signal) => {
    try {
      return await call(signal);
    } catch (cause) {
      if (isConditionFailed(cause) || (cause instanceof Error && defects.has(cause.name))) throw cause;
      throw new StorageFailed(what, signal.aborted ? signal.reason : cause);
    }
  });
}

/** A conditional write met something else than it expected, and changed nothing; or it is the client's second try, and met what the first one wrote. */
export function isConditionFailed(cause: unknown): cause is ConditionalCheckFailedException {
  return cause instanceof Error && cause.name === 'ConditionalCheckFailedException';
}
