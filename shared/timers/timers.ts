/** A timer that is due. */
export interface Due {
  /** Any text; `timerId` (timer-id.ts) makes one that names its tenant, which lets a driver keep tenants apart. */
  readonly id: string;
  readonly version: number;
  /** ms since 1970: when it was to fire. */
  readonly due: number;
}

/**
 * One-shot timers by the million. Each arming fires at least once, never before its time, and on time to about a second while something consumes;
 * what came due while nobody did fires at once. Recurrence is not a timer's matter: who takes one arms the next.
 */
export interface Timers {
  /** Sets it, durably. A higher version replaces a lower one; the same or a lower version than the one set changes nothing. Throws StorageFailed. */
  arm(id: string, version: number, due: number): Promise<void>;
  /** Takes it away; nothing happens when there is none. It may still fire if it was just being taken: compare versions in your own record. */
  disarm(id: string): Promise<void>;
  /** Hands each due timer to `handler` until `signal` ends it. A handler that throws gets it again, later and later. */
  consume(handler: (timer: Due) => Promise<void>, options: { readonly signal: AbortSignal }): Promise<void>;
}
