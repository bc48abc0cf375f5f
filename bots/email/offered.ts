import type { Action } from '../../shared/reply/action.ts';
import { shorten } from '../../shared/reply/text.ts';

/** What stands beside an action's number, on one line. */
export const labelOf = ({ label, command }: Action): string => shorten(label.toWellFormed().replace(/\s+/g, ' ').trim() || command, 100);
