import { hash, timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same, in constant time whatever their lengths. */
export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
}
