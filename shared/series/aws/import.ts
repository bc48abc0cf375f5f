import type { Blobs } from '../../blobs/blobs.ts';
import type { Clock } from '../../clock.ts';
import type { MovedDay } from '../moved.ts';
import { monthObjects } from './months.ts';

/** Brings days in, those of one series best together. Throws StorageFailed; repeating it is safe. */
export function dayImport(
  blobs: Blobs,
  { clock, rawMs }: { readonly clock: Clock; readonly rawMs: number },
): (days: readonly MovedDay[]) => Promise<void> {
  const months = monthObjects(blobs, rawMs);
  return (days) => months.put(days, clock.now());
}
