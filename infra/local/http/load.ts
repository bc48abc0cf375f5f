import { setTimeout as sleep } from 'node:timers/promises';

/** Between two looks whether all is answered, ms. */
const idleLookMs = 25;

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

  /** Resolves when every request has been answered, or after so long, ms. */
  async idle(mostMs: number): Promise<void> {
    for (let waited = 0; this.requests > 0 && waited < mostMs; waited += idleLookMs) await sleep(idleLookMs, null, { ref: false });
  }

  /** Whether memory is at stake: nothing more should be read. */
  get isFull(): boolean {
    return this.bytes >= this.#bytesMax || this.requests >= this.#requestsMax;
  }
}
