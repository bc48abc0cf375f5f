/**
 * The partitions of an index over which what belongs together is spread: DynamoDB takes 1,000 writes a second of one partition. Asking costs a query each.
 * A record's shard follows from its key, so that its entry is replaced where it stands.
 */
export const shards: readonly number[] = [0, 1, 2, 3];

/** FNV-1a over the characters: even enough over few shards. */
export function shardOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193) >>> 0;
  // The low bits alone change little with the last character.
  return ((hash ^ (hash >>> 16)) >>> 0) % shards.length;
}
