import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, tableIndexes, tableKey } from '../../shared/aws/table.ts';

/** Write units of one write: of the item, and of each partition of an index that it moves or changes in. */
export interface WriteUnits {
  readonly item: number;
  readonly entries: readonly { readonly index: string; readonly partition: string; readonly units: number }[];
}

/** DynamoDB: a unit for each KB begun of the larger of both; in an index one for an entry that comes, goes or changes what it shows, two for one that moves. */
export function unitsOf(before: Item, after: Item): WriteUnits {
  const item = Math.ceil(Math.max(1, sizeOf(before), sizeOf(after)) / 1_024);
  const entries = tableIndexes.flatMap(({ name: index, partition, sort, projection }) => {
    const place = (one: Item) => (one[partition]?.S && one[sort] ? { partition: one[partition].S, is: JSON.stringify(one[sort]) } : null);
    const [was, is] = [place(before), place(after)];
    const units = projection === 'ALL' ? item : 1;
    if (was && is && was.partition === is.partition && was.is === is.is)
      return projection === 'ALL' ? [{ index, partition: is.partition, units }] : [];
    return [was, is].flatMap((one) => (one ? [{ index, partition: one.partition, units }] : []));
  });
  return { item, entries };
}

export const sumOfUnits = ({ item, entries }: WriteUnits) => entries.reduce((sum, { units }) => sum + units, item);

/** The key of what a command of the SDK writes. */
export function keyOfWrite(command: object): string | undefined {
  const { input = {} } = command as { readonly input?: { readonly Item?: Item; readonly Key?: Item } }; // A command of the SDK has its input.
  return /^(Put|Update|Delete)Item/.test(command.constructor.name) ? (input.Item ?? input.Key)?.[tableKey]?.S : undefined;
}

const sizeOf = (item: Item) => Object.entries(item).reduce((sum, [name, value]) => sum + name.length + bytesOf(value), 0);
const bytesOf = ({ S, N, BOOL, NULL, ...rest }: AttributeValue) =>
  Buffer.byteLength(S ?? N ?? (BOOL === undefined && NULL === undefined ? JSON.stringify(rest) : '1'));
