import { itemKey } from '../../aws/item-key.ts';
import { sliceOf, slices } from '../../aws/shard.ts';
import { expiryAttribute, workIndex } from '../../aws/table.ts';

/** Series are spread over groups: an append is an item for each group that it is of, a read looks at the items of one. */
export const groups: readonly number[] = Array.from({ length: slices }, (_, i) => i);
export const groupOf = (series: string): number => sliceOf(series);

/** What items of series have: a batch of samples and when it came (the place in the index), when a series was dropped, who folds a group until when. */
export const names = { batch: 'b', came: workIndex.sort, droppedAt: 'a', holder: 'w', endsAt: 'e', expiry: expiryAttribute } as const;

/** The partition of the index of open work that a group's batches are in. */
export const partitionOf = (group: number): string => `series#${group}`;

export const batchKey = (group: number, id: string): string => itemKey('s', `${group}#${id}`);
export const droppedKey = (series: string): string => itemKey('s', `dropped#${series}`);
export const leaseKey = (group: number): string => itemKey('s', `lease#${group}`);
