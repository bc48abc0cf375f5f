import { dateTime } from '../../shared/command/kinds/index.ts';
import type { Action } from '../../shared/reply/action.ts';

const { print } = dateTime();

/** A button that makes a forgotten reminder again. */
export function again({ what, at, timeZone }: { what: string; at: number; timeZone: string }): Action {
  return { label: 'Undo', command: 'remind', args: { what, when: print({ at, timeZone }) }, once: true };
}
