import { backoffMs } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import { BellhopError } from '../errors.ts';
import type { DeliveryResult, Outcome, Taken } from './inbox.ts';

/** A command that died inside its process this many times the limit of attempts is no longer handed out: something about it kills. */
const deathsFactor = 2;

interface Times {
  readonly clock: Clock;
  /** Gives 0–1. */
  readonly random: () => number;
}

/** What becomes of a run that threw: cancelled if it was told to be; dead when the error says that it is no use; else again, later each time. */
export function outcomeOfThrow(thrown: unknown, { signal, record }: Taken, { clock, random }: Times): Outcome {
  const reason = reasonOf(thrown);
  if (signal.aborted && signal.reason === 'cancelled') return { state: 'cancelled', replies: [] };
  if (thrown instanceof BellhopError && !thrown.retryable) return { state: 'dead', replies: [], reason };
  const pause = backoffMs(record.attempt - 1, random);
  const asked = thrown instanceof BellhopError ? (thrown.retryAfterMs ?? 0) : 0;
  return { state: 'accepted', at: clock.now() + Math.max(pause, asked), reason };
}

/** What becomes of a try to deliver that threw: again, later each time. */
export function resultOfThrow(
  thrown: unknown,
  { sent, sends }: { readonly sent: number; readonly sends: number },
  { clock, random }: Times,
): DeliveryResult {
  return { state: 'later', at: clock.now() + backoffMs(sends, random), reason: reasonOf(thrown), sent, counts: true };
}

/** Answers what ends a command whose process died inside it once too often; null while it may run again. `deaths`: how many times it did. */
export function endOfDeaths(deaths: number, attemptsMax: number): Outcome | null {
  if (deaths < attemptsMax * deathsFactor) return null;
  return { state: 'dead', replies: [], reason: `Its process died inside it ${deaths} times.` };
}

const reasonOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));
