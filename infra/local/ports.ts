import type { Clock } from '../../shared/clock.ts';
import type { Inbox } from '../../shared/inbox/inbox.ts';
import { sqliteInbox } from '../../shared/inbox/sqlite/inbox.ts';
import type { Limits } from '../../shared/limits/limits.ts';
import { memoryLimits } from '../../shared/limits/memory/limits.ts';
import { type DatabaseLog, openDatabase } from '../../shared/sqlite/database.ts';
import { sqliteStore } from '../../shared/store/sqlite/store.ts';
import type { Store } from '../../shared/store/store.ts';
import { sqliteTimers } from '../../shared/timers/sqlite/timers.ts';
import type { Timers } from '../../shared/timers/timers.ts';

/** The drivers of the one process: all in one file, but for rates, which live as long as the process. */
export interface Ports {
  readonly inbox: Inbox;
  readonly store: Store;
  readonly timers: Timers;
  readonly limits: Limits;
  /** Calls `then` after changes could not be stored. */
  onFailure(then: () => void): void;
  close(): void;
}

/** Opens them in a data folder. Throws SettingsError when another process holds it, and DatabaseUnreadable. */
export function openPorts(folder: string, { clock, log }: { readonly clock: Clock; readonly log: DatabaseLog }): Ports {
  const database = openDatabase(folder, { clock, log });
  try {
    return {
      inbox: sqliteInbox(database, { clock, random: Math.random }),
      store: sqliteStore(database, { clock }),
      timers: sqliteTimers(database, { clock }),
      limits: memoryLimits(),
      onFailure: (then) => database.onFailure(then),
      close: () => database.close(),
    };
  } catch (cause) {
    database.close();
    throw cause;
  }
}
