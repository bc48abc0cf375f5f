import { randomUUID } from 'node:crypto';
import { UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { type Table, tableKey } from '../../aws/table.ts';
import { StorageFailed } from '../../errors.ts';
import { type Attributes, names } from './item.ts';
import { commandKey } from './places.ts';
import { written } from './write.ts';

/**
 * Taking, by one write that looks at nothing before: whoever makes it holds the command until then (ms since 1970), and sees it as it is now. Null: it isn't due, or
 * another's, or there is none.
 */
export const takings = {
  /** To run it. */
  run: {
    UpdateExpression: 'SET #former = #state, #state = :running, #due = :until, #id = :id ADD #attempt :one, #lease :one, #version :one',
    ExpressionAttributeNames: {
      '#former': names.formerState,
      '#state': names.state,
      '#due': names.runDue,
      '#attempt': names.attempt,
      '#lease': names.lease,
      '#version': names.version,
      '#id': names.writeId,
    },
    ExpressionAttributeValues: { ':running': { S: 'running' } },
  },
  /** To deliver its replies. */
  send: {
    UpdateExpression: 'SET #due = :until, #id = :id ADD #lease :one, #version :one',
    ExpressionAttributeNames: { '#due': names.sendDue, '#lease': names.sendLease, '#version': names.version, '#id': names.writeId },
    ExpressionAttributeValues: {},
  },
} as const;

export async function take(table: Table, id: string, kind: keyof typeof takings, now: number, until: number): Promise<Attributes | null> {
  const writeId = randomUUID();
  const input: UpdateItemCommandInput = {
    ...takings[kind],
    TableName: table.name,
    Key: { [tableKey]: { S: commandKey(id) } },
    ConditionExpression: '#due <= :now',
    ExpressionAttributeValues: {
      ...takings[kind].ExpressionAttributeValues,
      ':one': { N: '1' },
      ':now': { N: String(now) },
      ':until': { N: String(Math.round(until)) },
      ':id': { S: writeId },
    },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
  const write = {
    key: commandKey(id),
    id: writeId,
    send: (options: { abortSignal: AbortSignal }) => table.client.send(new UpdateItemCommand(input), options),
  };
  const result = await written(table, write).catch((cause) => {
    // It may have been carried out; whoever takes it next would believe that it died inside. So it is asked once more.
    if (cause instanceof StorageFailed) return written(table, write);
    throw cause;
  });
  return result.isWritten ? result.item : null;
}
