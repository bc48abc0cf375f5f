import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Counts what a client asks from now on, by operation; a second try of the client counts again. */
export function countCalls(client: DynamoDBClient): Map<string, number> {
  const calls = new Map<string, number>();
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        calls.set(commandName, (calls.get(commandName) ?? 0) + 1);
        return next(args);
      },
    { step: 'deserialize', priority: 'high' },
  );
  return calls;
}

/** All of them. */
export const sumOf = (calls: ReadonlyMap<string, number>) => [...calls.values()].reduce((sum, count) => sum + count, 0);
