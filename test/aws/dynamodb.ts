import { randomBytes } from 'node:crypto';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, type DynamoDBClientConfig, GetItemCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { tableDeclaration } from '../../shared/aws/table.ts';
import { type Ask, askedOf, insideOf } from './inside.ts';
import { listening, quickAccess } from './listening.ts';
import { moto, running } from './moto.ts';
import { showsWhatItMet } from './shows-met.ts';
import { underWay } from './underway.ts';

export interface DynamoDb {
  readonly endpoint: string;
  /** Asks it without a socket; not on moto. */
  readonly ask?: Ask;
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
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const { endpoint, close } = moto ? running(moto) : await listening(server);
  const asked = moto ? {} : { ask: askedOf(server) };
  const open = (config: DynamoDBClientConfig = {}) => new DynamoDBClient({ ...quickAccess, endpoint, ...insideOf(asked), ...config });
  const plain = open();
  showsWhatItMet(server, async (TableName, Key) => (await plain.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item);
  // dynalite throws when a write that nobody waits for any more finds its tables closed.
  const working = underWay(server);
  const clients: DynamoDBClient[] = [plain];
  const connect = (config: DynamoDBClientConfig = {}): DynamoDBClient => {
    const client = open(config);
    clients.push(client);
    return client;
  };
  const client = connect();
  return {
    endpoint,
    ...asked,
    client,
    connect,
    async table() {
      const name = `bellhop-${randomBytes(6).toString('hex')}`;
      await client.send(new CreateTableCommand(tableDeclaration(name)));
      while ((await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus !== 'ACTIVE');
      return name;
    },
    async close() {
      await working.over();
      for (const one of clients) one.destroy();
      await close();
    },
  };
}
