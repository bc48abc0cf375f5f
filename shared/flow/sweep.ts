import type { Blobs } from '../blobs/blobs.ts';
import type { Clock } from '../clock.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Store } from '../store/store.ts';

/** Records deleted in one step, so that nothing else waits long. */
const step = 500;
/** Steps of one sweep at most; the next sweep goes on. */
const stepsMax = 100;

/** Deletes what retention and expiry have ended. Answers how many records and blobs. */
export async function sweep({
  inbox,
  store,
  blobs,
  clock,
  keepMs,
}: {
  inbox: Pick<Inbox, 'sweep'>;
  store: Pick<Store, 'sweep'>;
  blobs?: Pick<Blobs, 'sweep'>;
  clock: Clock;
  keepMs: number;
}): Promise<number> {
  let deleted = 0;
  for (const one of [() => inbox.sweep(clock.now() - keepMs, step), () => store.sweep(step), ...(blobs ? [() => blobs.sweep(step)] : [])]) {
    for (let i = 0; i < stepsMax; i++) {
      const count = await one();
      deleted += count;
      if (count < step) break;
    }
  }
  return deleted;
}
