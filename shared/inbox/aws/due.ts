import type { CommandItem } from './item.ts';
import { nextLook, type PlaceOptions } from './places.ts';

/** What is to be done with an open command now; `lookAt`: when it is next looked at, when nothing is. */
export interface Due {
  readonly run: boolean;
  readonly send: boolean;
  readonly lookAt: number | null;
}

/** By what the item says, not the index: it may be held, put off, or ended by now. */
export function dueOf(item: CommandItem, now: number, options: PlaceOptions): Due {
  const run = item.runDue !== null && item.runDue <= now;
  const send = item.sendDue !== null && item.sendDue <= now;
  return { run, send, lookAt: run || send ? null : nextLook(item, null, now, options) };
}
