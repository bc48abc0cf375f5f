import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, tableKey } from '../../shared/aws/table.ts';

type End = (chunk?: unknown, ...rest: unknown[]) => ServerResponse;

/** ReturnValuesOnConditionCheckFailure: ALL_OLD, as the service does it, for any client: the item is read a moment later, and stands in the refusal. */
export function showsWhatItMet(server: Server, find: (table: string, key: Item) => Promise<Item | undefined>): void {
  async function told(request: string, refusal: string): Promise<string> {
    const input: { TableName: string; Key?: Item; Item?: Item; ReturnValuesOnConditionCheckFailure?: string } = JSON.parse(request);
    if (input.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') return refusal;
    const key: AttributeValue = input.Item?.[tableKey] ?? { S: '' };
    const Item = await find(input.TableName, input.Key ?? { [tableKey]: key });
    return Item ? JSON.stringify({ ...JSON.parse(refusal), Item }) : refusal;
  }

  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    const ended = response.end;
    request.on('data', (piece: Buffer) => pieces.push(piece));
    const end: End = (...all) => Reflect.apply(ended, response, all);
    const later: End = (chunk, ...rest) => {
      if (!String(chunk).includes('#ConditionalCheckFailedException')) return end(chunk, ...rest);
      void told(Buffer.concat(pieces).toString(), String(chunk)).then((body) => {
        response.removeHeader('x-amz-crc32');
        response.setHeader('content-length', Buffer.byteLength(body));
        end(body);
      });
      return response;
    };
    Object.assign(response, { end: later });
  });
}
