import { z } from 'zod';
import type { Meddling, WireAnswer } from './wire.ts';

const write = z.looseObject({
  TableName: z.string(),
  Key: z.record(z.string(), z.unknown()).optional(),
  Item: z.record(z.string(), z.unknown()).optional(),
  ReturnValuesOnConditionCheckFailure: z.string().optional(),
});
const refusal = z.looseObject({ __type: z.string().optional() });
const found = z.looseObject({ Item: z.unknown().optional() });

/** DynamoDB's stand-in doesn't know ReturnValuesOnConditionCheckFailure: ALL_OLD. Here the item is read a moment later, and put beside the refusal. `key`: the table's. */
export function shownOnFailure(key: string, inner: Meddling): Meddling {
  return async (call, through) => {
    const answer = await inner(call, through);
    if (answer === 'cut' || answer.status !== 400 || !jsonOf(refusal, answer.body).__type?.endsWith('ConditionalCheckFailedException')) return answer;
    const { TableName, Key, Item, ReturnValuesOnConditionCheckFailure: shows } = jsonOf(write, call.body);
    if (shows !== 'ALL_OLD') return answer;
    const asked = { TableName, Key: Key ?? { [key]: Item?.[key] }, ConsistentRead: true };
    const { 'content-length': _, ...headers } = call.headers;
    const get = { ...call, headers: { ...headers, 'x-amz-target': 'DynamoDB_20120810.GetItem' }, body: Buffer.from(JSON.stringify(asked)) };
    const read = jsonOf(found, (await through(get)).body);
    return read.Item ? withItem(answer, read.Item) : answer;
  };
}

function withItem({ status, headers, body }: WireAnswer, Item: unknown): WireAnswer {
  const { 'x-amz-crc32': _, 'content-length': __, ...rest } = headers;
  return { status, headers: rest, body: Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()), Item })) };
}

const jsonOf = <T>(schema: z.ZodType<T>, body: Buffer): T => schema.parse(JSON.parse(body.toString()));
