import type { AttributeDefinition, CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The table where it is: what every driver on it is given. */
export interface Table {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly name: string;
}

/**
 * The one table: a string hash key, no range key, paid by request. What its items are says the beginning of the key (see item-key.ts).
 * Declared as data, so that the deployed stack and the tests make the same one.
 */
export const tableKey = 'pk';

/** Epoch seconds; DynamoDB deletes the item within days of it. Whoever reads looks at the exact end: this one may be late. */
export const expiryAttribute = 'x';

/** A sparse index: an item is in it while it has both attributes. It lags behind the items. */
export interface TableIndex {
  readonly name: string;
  readonly partition: string;
  readonly sort: string;
  /** S: ordered by the bytes of UTF-8. N: as a number. */
  readonly sortType: 'S' | 'N';
  /** What a reader of the index sees of an item. */
  readonly projection: 'ALL' | 'KEYS_ONLY';
}

const index = (name: string, sortType: 'S' | 'N', projection: 'ALL' | 'KEYS_ONLY'): TableIndex => ({
  name,
  partition: `${name}p`,
  sort: `${name}s`,
  sortType,
  projection,
});

/** Open work by when it is next due, ms since 1970; dead letters, by when they died; a speaker's open commands. */
export const [workIndex, deadIndex, speakerIndex] = [
  index('work', 'N', 'KEYS_ONLY'),
  index('dead', 'N', 'KEYS_ONLY'),
  index('speaker', 'N', 'KEYS_ONLY'),
] as const;

/** The store's: a collection's first, second and third declared index. */
export const storeIndexes: readonly TableIndex[] = ['one', 'two', 'three'].map((name) => index(name, 'S', 'ALL'));

export const tableIndexes: readonly TableIndex[] = [workIndex, deadIndex, speakerIndex, ...storeIndexes];

/** What CreateTable is asked for. Time to live on `expiryAttribute` is set apart from it, as the service wants. */
export function tableDeclaration(name: string): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: tableKey, AttributeType: 'S' },
      ...tableIndexes.flatMap(({ partition, sort, sortType }): AttributeDefinition[] => [
        { AttributeName: partition, AttributeType: 'S' },
        { AttributeName: sort, AttributeType: sortType },
      ]),
    ],
    KeySchema: [{ AttributeName: tableKey, KeyType: 'HASH' }],
    GlobalSecondaryIndexes: tableIndexes.map(({ name, partition, sort, projection }) => ({
      IndexName: name,
      KeySchema: [
        { AttributeName: partition, KeyType: 'HASH' },
        { AttributeName: sort, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: projection },
    })),
  };
}
