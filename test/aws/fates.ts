import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/**
 * What may become of one try of a client's call. `throttled`: refused; `unasked`: the question is lost, and the client hears of it as of a time-out; `unheard`: it is carried out and
 * the answer is lost; `twice`: it is carried out twice, and the second answer comes; `late`: it is carried out after the client has heard of a time-out, when `settle` is called.
 */
export type Fate = 'well' | 'throttled' | 'unasked' | 'unheard' | 'twice' | 'late';

export interface Fated {
  /** Carries out what is late. */
  settle(): Promise<void>;
}

const named = (name: string, message: string) => Object.assign(new Error(message), { name });
const timedOut = () => named('TimeoutError', 'The socket was silent.');

/** Gives each try of a client's calls the fate that `fateOf` says. The client's own second tries stay as they are. */
export function fated(client: DynamoDBClient, fateOf: () => Fate): Fated {
  let late: (() => Promise<unknown>)[] = [];
  client.middlewareStack.add(
    (next) => async (args) => {
      switch (fateOf()) {
        case 'throttled':
          throw Object.assign(named('ProvisionedThroughputExceededException', 'The table is busy.'), { $fault: 'client', $metadata: {} });
        case 'unasked':
          throw timedOut();
        case 'unheard':
          await next(args).catch(() => {});
          throw timedOut();
        case 'late':
          late.push(() => next(args));
          throw timedOut();
        case 'twice':
          await next(args).catch(() => {});
          return next(args);
        default:
          return next(args);
      }
    },
    { step: 'deserialize', priority: 'high' },
  );
  return {
    async settle() {
      const due = late;
      late = [];
      await Promise.allSettled(due.map((ask) => ask()));
    },
  };
}

/** The client's own rule of what is worth a second try, without the pauses between: those after throttling take half a second. */
export function triesAtOnce(maxAttempts: number): NonNullable<DynamoDBClientConfig['retryStrategy']> {
  const token = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });
  return {
    acquireInitialRetryToken: async () => token(0),
    async refreshRetryTokenForRetry(before, { errorType }) {
      const count = before.getRetryCount() + 1;
      if (errorType === 'CLIENT_ERROR' || count >= maxAttempts) throw new Error('It is not tried again.');
      return token(count);
    },
    recordSuccess() {},
  };
}
