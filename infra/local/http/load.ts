/**
 * How much is in memory of requests that aren't answered yet. Counts what has really come, not what was announced: a sender that announces much and
 * sends nothing holds nobody up.
 */
export class Load {
  readonly #bytesMax: number;
  readonly #requestsMax: number;
  bytes = 0;
  requests = 0;

  constructor({ bytesMax = 64 * 1_048_576, requestsMax = 20_000 }: { readonly bytesMax?: number; readonly requestsMax?: number } = {}) {
    this.#bytesMax = bytesMax;
    this.#requestsMax = requestsMax;
  }

  /** Whether memory is at stake: nothing more should be read. */
  get isFull(): boolean {
    return this.bytes >= this.#bytesMax || this.requests >= this.#requestsMax;
  }
}
