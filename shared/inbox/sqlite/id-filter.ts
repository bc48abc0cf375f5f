import { idHash, mixed } from './id-hash.ts';

/** Bits of the filter: 2 MiB, in words of 32. Of ids that were never seen, it takes 1 in 80 for perhaps known once a million are in it, 2 in 3 once ten millions are. */
const bits = 2 ** 24;

/**
 * Says of an id that it was never added, or that it may have been (a Bloom filter): nearly each accept brings a new id, and for those nobody need look
 * into an index. Nothing is ever taken out. The three bits of an id lie in one word, so that a look costs one miss of the processor's cache and not three.
 */
export class IdFilter {
  readonly #words = new Uint32Array(bits / 32);

  add(id: string): void {
    const hash = idHash(id);
    const at = wordOf(hash);
    this.#words[at] = (this.#words[at] ?? 0) | bitsOf(hash);
  }

  mayHave(id: string): boolean {
    const hash = idHash(id);
    const own = bitsOf(hash);
    return ((this.#words[wordOf(hash)] ?? 0) & own) === own;
  }
}

const wordOf = (hash: number) => hash >>> 13;

function bitsOf(hash: number): number {
  const own = mixed(hash);
  return (1 << (own & 31)) | (1 << ((own >>> 5) & 31)) | (1 << ((own >>> 10) & 31));
}
