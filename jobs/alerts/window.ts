import type { Timing } from '../../shared/command/kinds/index.ts';
import { slotAfter } from '../schedules/slots.ts';

/** A time in which nobody is told of some of what is watched. */
export interface MaintenanceWindow {
  readonly id: string;
  /** In lower case; of neither any it is everything's. */
  readonly names: readonly string[];
  readonly tags: readonly string[];
  /** When it begins, once or again and again, and for how long, ms. */
  readonly when: Timing;
  readonly forMs: number;
  /** From here intervals and "every 2 weeks" count, ms since 1970. */
  readonly madeAt: number;
  /** Who said so. */
  readonly by: string;
}

/** Whether a window is of something that is watched. */
export const covers = ({ names, tags }: MaintenanceWindow, { name, tags: has }: { readonly name: string; readonly tags: readonly string[] }) =>
  (names.length === 0 && tags.length === 0) || names.includes(name.toLowerCase()) || has.some((tag) => tags.includes(tag.toLowerCase()));

/** The time of a window that an instant lies in, or else the next one; null: none comes any more, also in a zone that doesn't exist (any more). */
export function spanOf({ when, forMs, madeAt }: MaintenanceWindow, at: number): { readonly from: number; readonly until: number } | null {
  try {
    const from = slotAfter(when, madeAt, at - forMs);
    return from === null ? null : { from, until: from + forMs };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
