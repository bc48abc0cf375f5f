import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import { errorOf } from '../errors.ts';
import type { Inbox, Outcome, Taken } from '../inbox/inbox.ts';
import type { Observer } from './observe.ts';
import { type RunSpoken, rest } from './voice.ts';

/** Five minutes of tries to keep an outcome: then its lease has ended, and it is another's. */
const keepTriesMax = 300;

export interface SpeakHereParts {
  /** The channel's name. */
  readonly channel: string;
  readonly dispatch: (taken: Taken) => Promise<Outcome>;
  readonly inbox: Pick<Inbox, 'finish'>;
  readonly clock: Clock;
  readonly observer: Observer;
  /** Between two tries to keep an outcome that the disk doesn't take, ms. */
  readonly keepAgainMs?: number;
}

/** Runs what was spoken in this process. */
export function speakHere({ channel, dispatch, inbox, clock, observer, keepAgainMs = 1_000 }: SpeakHereParts): RunSpoken {
  return async (taken, until, said) => {
    const over = new AbortController();
    const late = rest(until - clock.now(), over.signal);
    // Who tells the outcome is decided once, by the outcome or by the clock, whichever is there first: what is spoken is not told besides, and what is not spoken is.
    let teller: 'voice' | 'later' | undefined;
    const run = outcomeOf(taken).then(async (outcome) => {
      teller ??= 'replies' in outcome ? 'voice' : 'later';
      if (teller === 'later' || !('replies' in outcome)) return { replies: [], kept: keep(taken, outcome, false) };
      const replies = await said(outcome.replies);
      return { replies, kept: keep(taken, { ...outcome, replies }, true) };
    });
    await Promise.race([run, late]);
    over.abort();
    teller ??= 'later';
    return teller === 'later' ? 'later' : run;
  };

  /** A run that may heal goes back to the queue at once, and is run and answered like any other. */
  async function outcomeOf(taken: Taken): Promise<Outcome> {
    try {
      return await dispatch(taken);
    } catch (cause) {
      observer.rejected(channel, 'voice_run', cause);
      return { state: 'accepted', at: clock.now() + backoffMs(0, Math.random), reason: errorOf(cause).message };
    }
  }

  /** The outcome is kept, however long the disk takes it ill: the run is over, and isn't run again for that. */
  async function keep(taken: Taken, outcome: Outcome, delivered: boolean): Promise<void> {
    for (let tries = 0; tries < keepTriesMax; tries++) {
      try {
        await inbox.finish(taken, outcome, { delivered });
        return;
      } catch {
        // Reported where it failed.
        await sleep(keepAgainMs, null, { ref: false });
      }
    }
  }
}
