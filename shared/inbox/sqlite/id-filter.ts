/** Bits of the filter: 2 MiB. Of ids that were never seen, it takes 1 in 200 for perhaps known once a million are in it, 1 in 3 once ten millions are. */
const bits = 2 ** 24;

/**
 * Says of an id that it was never added, or that it may have been (a Bloom filter): nearly each accept brings a new id, and for those nobody need look
 * into an index. Nothing is ever taken out; ids are hashes already, so that three parts of them serve as three hashes.
 */
export class IdFilter {
  readonly #words = new Uint32Array(bits / 32);

  add(id: string): void {
    for (let part = 0; part < 3; part++) {
      const bit = bitOf(id, part);
      const word = bit >>> 5;
      this.#words[word] = (this.#words[word] ?? 0) | (1 << (bit & 31));
    }
  }

  mayHave(id: string): boolean {
    for (let part = 0; part < 3; part++) {
      const bit = bitOf(id, part);
      if (((this.#words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

/** Of the bits, the one that seven characters name: of a letter or digit, the lower bits differ most. Past the end of a short id a character counts as 0. */
function bitOf(id: string, part: number): number {
  let hash = 0;
  for (let at = part * 7; at < part * 7 + 7; at++) hash = (Math.imul(hash, 31) + (id.charCodeAt(at) | 0)) | 0;
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> 8;
}
