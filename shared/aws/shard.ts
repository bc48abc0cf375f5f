/**
 * The partitions of an index over which what belongs together is spread: DynamoDB takes 1,000 writes a second of one partition. Asking costs a query each.
 * A record's shard follows from its key, so that its entry is replaced where it stands.
 */
export const shards: readonly number[] = [0, 1, 2, 3];

/** Which shard a key belongs to. */
export const shardOf = (key: string): number => hashOf(key) % shards.length;

/** Parts of a shard, for what looks at one after the other; they are no partitions of an index. */
export const slices = 16;
/** Which part of its shard a key belongs to: by other bits than its shard. */
export const sliceOf = (key: string): number => (hashOf(key) >>> 8) % slices;

/** FNV-1a over the characters: even enough over few shards. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193) >>> 0;
  // The low bits alone change little with the last character.
  return (hash ^ (hash >>> 16)) >>> 0;
}
