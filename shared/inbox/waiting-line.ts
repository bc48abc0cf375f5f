/** Room at first; doubled whenever it is full. */
const roomMin = 16;

/**
 * Numbers and since when each waits, first in, first out, in constant time. Held as bare numbers: objects that wait for long would be moved by the collector
 * again and again, which costs an accept more than its place in the line.
 */
export class WaitingLine {
  #numbers = new Float64Array(roomMin);
  #since = new Float64Array(roomMin);
  #head = 0;
  size = 0;

  push(n: number, since: number): void {
    if (this.size === this.#numbers.length) this.#resize(this.size * 2);
    const at = (this.#head + this.size++) & (this.#numbers.length - 1);
    this.#numbers[at] = n;
    this.#since[at] = since;
  }

  /** The number of the first; only of a line that isn't empty. */
  get first(): number {
    return this.#numbers[this.#head] ?? Number.NaN;
  }

  /** Since when the first waits, ms since 1970; only of a line that isn't empty. */
  get firstSince(): number {
    return this.#since[this.#head] ?? Number.NaN;
  }

  /** Lets the first go. */
  shift(): void {
    if (this.size === 0) return;
    this.#head = (this.#head + 1) & (this.#numbers.length - 1);
    this.size--;
    if (this.#numbers.length > roomMin && this.size * 4 <= this.#numbers.length) this.#resize(this.#numbers.length / 2);
  }

  #resize(room: number): void {
    const move = (from: Float64Array): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(room);
      const end = Math.min(this.#head + this.size, from.length);
      to.set(from.subarray(this.#head, end));
      to.set(from.subarray(0, this.size - (end - this.#head)), end - this.#head);
      return to;
    };
    this.#numbers = move(this.#numbers);
    this.#since = move(this.#since);
    this.#head = 0;
  }
}
