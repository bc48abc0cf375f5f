import type { Clock } from '../../shared/clock.ts';
import { StorageFailed } from '../../shared/errors.ts';
import { collection, type Store } from '../../shared/store/store.ts';

/** One record, written anew to see whether the disk takes it. */
const readiness = collection<{ readonly at: number }>('readiness', {});

/** Whether changes can be stored: believed until one failed, and then tried whenever somebody asks, until one is taken. */
export class StorageWatch {
  readonly #store: Pick<Store, 'put'>;
  readonly #clock: Clock;
  #isDoubted = false;

  constructor(store: Pick<Store, 'put'>, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** A change was not taken. */
  doubt(): void {
    this.#isDoubted = true;
  }

  /** What is wrong, in a sentence; null when changes are taken. */
  async problem(): Promise<string | null> {
    if (!this.#isDoubted) return null;
    try {
      await this.#store.put(readiness, 'storage', { at: this.#clock.now() });
      this.#isDoubted = false;
      return null;
    } catch (cause) {
      if (!(cause instanceof StorageFailed)) throw cause;
      return `The database takes no change: ${cause.cause instanceof Error ? cause.cause.message : cause.message}.`;
    }
  }
}
