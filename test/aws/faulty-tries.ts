import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { faulty, Late, type Survived } from './faults.ts';

/** What becomes of one try of a client's call. */
export type Fate = Survived | 'well';

/** Gives each try of a client's calls the fate that `fateOf` says. The client's own second tries stay as they are. Answers what carries out those that are late. */
export function faultyTries(client: DynamoDBClient, fateOf: () => Fate): { settle(): Promise<void> } {
  const late = new Late();
  client.middlewareStack.add(
    (next) => async (args) => {
      const fate = fateOf();
      return (fate === 'well' ? undefined : await faulty(fate, () => next(args), { die: () => {}, later: late.add })) ?? next(args);
    },
    { step: 'deserialize', priority: 'high' },
  );
  return { settle: () => late.settle() };
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
