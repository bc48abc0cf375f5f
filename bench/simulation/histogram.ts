/** Times, s, in steps of 5 %. */
export class Histogram {
  readonly #counts: number[] = [];
  #all = 0;
  most = 0;

  add(value: number): void {
    const step = Math.max(0, Math.ceil(Math.log(Math.max(value, least) / least) / growth));
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
    this.#all++;
    this.most = Math.max(this.most, value);
  }

  get count(): number {
    return this.#all;
  }

  /** At or below this are so many per cent. */
  percentile(percent: number): number {
    let seen = 0;
    for (let step = 0; step < this.#counts.length; step++) {
      seen += this.#counts[step] ?? 0;
      if (seen >= (this.#all * percent) / 100) return Math.min(this.most, least * Math.exp(step * growth));
    }
    return this.most;
  }
}

const least = 0.001;
const growth = Math.log(1.05);
