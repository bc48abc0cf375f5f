import { StorageFailed } from '../errors.ts';
import { settle } from './manual-clock.ts';

/** Again while the acknowledgement gets lost: what every caller of a port does. */
export async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (let i = 0; ; i++) {
    try {
      return await ask();
    } catch (cause) {
      if (!(cause instanceof StorageFailed) || i === 20) throw cause;
    }
  }
}

/** What waits a little for what is under way. */
export interface Patient {
  /** Several turns of the event loop by default. */
  pause?(): Promise<void>;
}

/** Waits until the check passes: indexes may lag, and work is under way. */
export async function eventually(subject: Patient, check: () => void | Promise<void>): Promise<void> {
  for (let i = 0; ; i++) {
    try {
      await check();
      return;
    } catch (failure) {
      if (i === 60) throw failure;
      await (subject.pause ?? settle)();
    }
  }
}
