/** The instants taken within the last `perMs`, oldest first. */
export class Window {
  readonly #perMs: number;
  #taken: number[] = [];

  constructor(perMs: number) {
    this.#perMs = perMs;
  }

  /** When one more fits, with at most `count` in any `perMs`; `now` or earlier: at once. */
  freeAt(count: number, now: number): number {
    this.#pass(now);
    const oldest = this.#taken[this.#taken.length - count];
    return oldest === undefined ? now : oldest + this.#perMs;
  }

  take(now: number): void {
    // A clock that was set back must not make the order wrong.
    this.#taken.push(Math.max(now, this.#taken.at(-1) ?? now));
  }

  isIdle(now: number): boolean {
    return (this.#taken.at(-1) ?? 0) + this.#perMs <= now;
  }

  #pass(now: number): void {
    let gone = 0;
    while (gone < this.#taken.length && (this.#taken[gone] ?? 0) + this.#perMs <= now) gone++;
    // In one go when much is gone: cutting one off a long list each time costs its whole length.
    if (gone > 0 && (gone === this.#taken.length || gone >= 64 || this.#taken.length < 64)) this.#taken = this.#taken.slice(gone);
  }
}
