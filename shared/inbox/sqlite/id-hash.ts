/** 32 bits of an id, for tables and filters: ids are hashes already, so that any mixing of all their characters will do. */
export function idHash(id: string): number {
  let hash = 0;
  for (let at = 0; at < id.length; at++) hash = (Math.imul(hash, 31) + id.charCodeAt(at)) | 0;
  return mixed(hash);
}

/** Other 32 bits made of some: each bit of them turns about half of these. */
export function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x9e3779b1);
  return half ^ (half >>> 15);
}
