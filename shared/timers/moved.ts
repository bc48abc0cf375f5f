import type { Due } from './timers.ts';

/** A timer on its way from one installation to another. */
export interface MovedTimer extends Due {
  /** When it is to fire, ms since 1970: when due, or later where a handler has failed. */
  readonly next: number;
  /** How often its handler has thrown. */
  readonly tries: number;
}
