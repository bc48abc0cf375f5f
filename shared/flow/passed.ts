import type { CommandId, Raw } from '../command/command.ts';
import type { Outcome, Taken } from '../inbox/inbox.ts';
import type { Meaning } from './meaning.ts';

/** What a command that waits has behind it: its questions are answered; its second person said yes, too. */
export type Passed = { readonly till: 'confirmed' } | { readonly till: 'approved'; readonly looks: number };

/** What a command that waits goes on with: kept with it, for a dialog may have gone on to something else meanwhile. */
interface GoesOn {
  readonly name: string;
  readonly raw: Raw;
  readonly saidAt: number;
  readonly redoes?: CommandId;
  readonly passed: Passed;
}

/** Waits with what was meant. */
export function waiting(
  outcome: Omit<Extract<Outcome, { readonly state: 'waiting' }>, 'state' | 'data'>,
  { name, raw, saidAt, redoes }: Meaning,
  passed: Passed,
): Outcome {
  const data: GoesOn = { name, raw, saidAt, ...(redoes === undefined ? {} : { redoes }), passed };
  return { ...outcome, state: 'waiting', data };
}

/** What a woken command meant; null for one that didn't wait so. */
export function passedIn(woken: Taken['woken']): Meaning | null {
  if (woken?.for !== 'approval' && woken?.for !== 'time') return null;
  // `waiting` put it there.
  return (woken.data as GoesOn | undefined)?.passed ? (woken.data as GoesOn) : null;
}
