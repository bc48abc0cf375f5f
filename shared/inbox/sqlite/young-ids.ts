import { idHash } from './id-hash.ts';

/** Places of the table at first; doubled when half of them are taken. */
const roomMin = 1_024;

/** Ids in the order of their numbers, each found in constant time. A Map would cost an accept three times as much, and its old tables the collector. */
export class YoungIds {
  /** The number of the first. */
  readonly first: number;
  /** '' where none is. */
  readonly #ids: string[];
  /** Of an id, one more than its place above, where its hash says or right behind; 0 where none is. */
  #table: Int32Array;

  constructor(first: number, ids: string[]) {
    this.first = first;
    this.#ids = ids;
    this.#table = new Int32Array(roomMin);
    this.#makeRoom();
  }

  get size(): number {
    return this.#ids.length;
  }

  /** The number of an id; null when it isn't here. */
  find(id: string): number | null {
    const table = this.#table;
    const mask = table.length - 1;
    for (let at = idHash(id) & mask; ; at = (at + 1) & mask) {
      const place = table[at] ?? 0;
      if (place === 0) return null;
      if (this.#ids[place - 1] === id) return this.first + place - 1;
    }
  }

  /** Adds one that isn't here, under the next number, which it answers. */
  push(id: string): number {
    const place = this.#ids.push(id);
    if (place * 2 > this.#table.length) this.#makeRoom();
    else this.#enter(id, place);
    return this.first + place - 1;
  }

  /** Takes an id out, if this is its number. */
  forget(id: string, n: number): void {
    if (this.#ids[n - this.first] === id) this.#ids[n - this.first] = '';
  }

  /** Those that are there, with their numbers. */
  entries(): { readonly id: string; readonly n: number }[] {
    return this.#ids.flatMap((id, at) => (id === '' ? [] : { id, n: this.first + at }));
  }

  /** Without the first so many places. */
  after(count: number): YoungIds {
    return new YoungIds(this.first + count, this.#ids.slice(count));
  }

  #makeRoom(): void {
    let room = this.#table.length;
    while (room < this.#ids.length * 2) room *= 2;
    this.#table = new Int32Array(room);
    for (const [at, id] of this.#ids.entries()) if (id !== '') this.#enter(id, at + 1);
  }

  #enter(id: string, place: number): void {
    const mask = this.#table.length - 1;
    let at = idHash(id) & mask;
    while (this.#table[at] !== 0) at = (at + 1) & mask;
    this.#table[at] = place;
  }
}
