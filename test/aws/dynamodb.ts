import { randomBytes } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { tableDeclaration, tableKey } from '../../shared/aws/table.ts';
import { access, listening } from './listening.ts';

export interface DynamoDb {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** Another client of it. */
  connect(config?: DynamoDBClientConfig): DynamoDBClient;
  /** Makes Bellhop's table, empty, under a name of its own, and answers the name. */
  table(): Promise<string>;
  close(): Promise<void>;
}

/**
 * DynamoDB's stand-in (dynalite, in memory). It lacks transactions, streams and deletion by time to live; its indexes never lag, and it checks no key of an index.
 * The item on a failed condition, which it doesn't show, is read a moment later.
 */
export async function startDynamoDb(): Promise<DynamoDb> {
  const { endpoint, close } = await listening(dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }));
  const plain = new DynamoDBClient({ ...access, endpoint });
  const clients: DynamoDBClient[] = [plain];
  const connect = (config: DynamoDBClientConfig = {}): DynamoDBClient => {
    const client = new DynamoDBClient({ ...access, endpoint, ...config });
    clients.push(client);
    showsWhatItMet(client, plain);
    return client;
  };
  const client = connect();
  return {
    endpoint,
    client,
    connect,
    async table() {
      const name = `bellhop-${randomBytes(6).toString('hex')}`;
      await client.send(new CreateTableCommand(tableDeclaration(name)));
      while ((await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus !== 'ACTIVE');
      return name;
    },
    async close() {
      for (const one of clients) one.destroy();
      await close();
    },
  };
}

/** ReturnValuesOnConditionCheckFailure: ALL_OLD, as the service does it. */
function showsWhatItMet(client: DynamoDBClient, plain: DynamoDBClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const { input } = args;
      try {
        return await next(args);
      } catch (cause) {
        if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
        if (!('ReturnValuesOnConditionCheckFailure' in input) || input.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') throw cause;
        if ('Statement' in input) throw cause;
        const key = 'Key' in input ? input.Key : { [tableKey]: input.Item?.[tableKey] ?? { S: '' } };
        const { Item } = await plain.send(new GetItemCommand({ TableName: input.TableName, Key: key, ConsistentRead: true }));
        if (Item) cause.Item = Item;
        throw cause;
      }
    },
    { step: 'initialize' },
  );
}
