/** Things that happen at instants, s, in their order; of one instant in the order they were set. */
export class Events {
  #at = new Float64Array(1_024);
  #order = new Float64Array(1_024);
  #does: (() => void)[] = [];
  #size = 0;
  #count = 0;
  now = 0;

  set(at: number, does: () => void): void {
    if (this.#size === this.#at.length) this.#grow();
    const order = this.#count++;
    let i = this.#size++;
    // Up, as far as it comes before what is above.
    while (i > 0) {
      const above = (i - 1) >> 1;
      if (!this.#before(at, order, above)) break;
      this.#move(above, i);
      i = above;
    }
    this.#put(i, at, order, does);
  }

  /** Lets them happen until an instant. */
  runUntil(end: number): void {
    while (this.#size > 0 && (this.#at[0] ?? 0) <= end) {
      this.now = this.#at[0] ?? 0;
      this.#take()();
    }
    this.now = end;
  }

  /** Lets all of them happen. */
  run(): void {
    while (this.#size > 0) {
      this.now = this.#at[0] ?? 0;
      this.#take()();
    }
  }

  #take(): () => void {
    const first = this.#does[0] ?? none;
    const last = --this.#size;
    const [at, order, does] = [this.#at[last] ?? 0, this.#order[last] ?? 0, this.#does[last] ?? none];
    this.#does.length = last;
    if (last === 0) return first;
    let i = 0;
    for (;;) {
      let below = 2 * i + 1;
      if (below >= last) break;
      if (below + 1 < last && this.#before(this.#at[below + 1] ?? 0, this.#order[below + 1] ?? 0, below)) below++;
      if (!this.#before(this.#at[below] ?? 0, this.#order[below] ?? 0, -1, at, order)) break;
      this.#move(below, i);
      i = below;
    }
    this.#put(i, at, order, does);
    return first;
  }

  /** Whether one comes before that at `place`, or before the other that is named. */
  #before(at: number, order: number, place: number, otherAt = this.#at[place] ?? 0, otherOrder = this.#order[place] ?? 0): boolean {
    return at < otherAt || (at === otherAt && order < otherOrder);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#at[from] ?? 0, this.#order[from] ?? 0, this.#does[from] ?? none);
  }

  #put(i: number, at: number, order: number, does: () => void): void {
    this.#at[i] = at;
    this.#order[i] = order;
    this.#does[i] = does;
  }

  #grow(): void {
    const grown = (from: Float64Array) => {
      const to = new Float64Array(from.length * 2);
      to.set(from);
      return to;
    };
    this.#at = grown(this.#at);
    this.#order = grown(this.#order);
  }
}

const none = () => {};
