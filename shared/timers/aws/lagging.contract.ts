import type { DynamoDBClient, ServiceOutputTypes } from '@aws-sdk/client-dynamodb';

/** Has the index of some partitions (by the beginning of their name) answer what it answered first, a number of times more, whatever has changed since: it lags. */
export function lagging(client: DynamoDBClient, partition: string, times: number): void {
  const first = new Map<string, { readonly answer: { readonly response: unknown; readonly output: ServiceOutputTypes }; left: number }>();
  client.middlewareStack.add(
    (next) => async (args) => {
      const { input } = args;
      const name = 'KeyConditionExpression' in input ? (input.ExpressionAttributeValues?.[':partition']?.S ?? '') : '';
      if (!name.startsWith(partition)) return next(args);
      const seen = first.get(name);
      if (seen && seen.left-- > 0) return seen.answer;
      const answer = await next(args);
      if (!seen && 'Items' in answer.output && answer.output.Items?.length) first.set(name, { answer, left: times });
      return answer;
    },
    { step: 'initialize' },
  );
}
