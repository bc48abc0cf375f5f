import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { Clock } from '../../shared/clock.ts';
import { sweep } from '../../shared/flow/sweep.ts';
import type { CommandRecord, DeliveryResult, Outcome, Taken } from '../../shared/inbox/inbox.ts';
import type { Series } from '../../shared/series/series.ts';
import type { Due } from '../../shared/timers/timers.ts';
import type { Log } from '../core/log/log.ts';
import type { Metrics } from './metrics.ts';
import type { Ports } from './ports.ts';

/** Commands run, and replies sent on each channel, at once. Most of them wait for someone else’s network. */
const concurrency = 64;
/** How long those running get to finish when the process stops, ms; then their leases are released. Below the 10 s of a graceful stop. */
const stopMs = 7_000;
const sweepEveryMs = 10 * 60_000;
const mendEveryMs = 60_000;

export interface WorkParts {
  readonly ports: Ports;
  readonly blobs: Pick<Blobs, 'sweep'>;
  readonly dispatch: (taken: Taken) => Promise<Outcome>;
  readonly deliver: (record: CommandRecord) => Promise<DeliveryResult>;
  readonly fire: (due: Due) => Promise<void>;
  readonly mend: () => Promise<number>;
  readonly keepMs: number;
  readonly series: Series;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Runs, delivers, fires timers and sweeps until the signal ends it; resolves when everything has been finished or released. */
export async function work({ ports, blobs, series, dispatch, deliver, fire, mend, keepMs, clock, metrics, log, signal }: WorkParts): Promise<void> {
  const { inbox, store, timers } = ports;
  const options = { signal, concurrency, stopMs };
  const sweeping = setInterval(() => {
    sweep({ inbox, store, blobs, clock, keepMs }).then(
      (deleted) => deleted > 0 && log.info({ deleted }, 'What had been kept long enough is deleted.'),
      (cause) => log.error({ err: cause }, 'What has been kept long enough could not be deleted; it is tried again.'),
    );
    series
      .sweep(signal)
      .catch((cause: unknown) => log.error({ err: cause }, 'What checks saw could not be packed and rolled up; it is tried again.'));
  }, sweepEveryMs);
  const mending = setInterval(() => {
    mend().then(
      (redriven) => redriven > 0 && log.info({ redriven }, 'A token works again: what it held back is on its way.'),
      (cause) => log.error({ err: cause }, 'What a refused token holds back could not be looked for; it is tried again.'),
    );
  }, mendEveryMs);
  const timed = async (due: Due) => {
    metrics.timerLateness.observe(Math.max(0, clock.now() - due.due) / 1_000);
    await fire(due);
  };
  try {
    await Promise.all([inbox.consume(dispatch, options), inbox.deliver(deliver, options), timers.consume(timed, { signal })]);
  } finally {
    clearInterval(sweeping);
    clearInterval(mending);
  }
}
