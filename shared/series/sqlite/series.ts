import type { Clock } from '../../clock.ts';
import { StorageFailed } from '../../errors.ts';
import { batchOf, checkName, checkRange, checkSample } from '../batch.ts';
import { keptMs } from '../keeping.ts';
import type { Part, Sample, Series } from '../series.ts';
import { SeriesThread } from './thread.ts';

export interface SqliteSeriesOptions {
  /** The file, in a folder that this process alone holds. */
  readonly path: string;
  readonly clock: Clock;
  /** For how long samples are kept as they were, ms: BELLHOP_KEEP_CHECKS. */
  readonly rawMs: number;
  /** How long samples wait for others, to share one commit, ms. */
  readonly gatherMs?: number;
  /** Without a question for so long, ms, the thread is let go. */
  readonly idleMs?: number;
}

export interface SqliteSeries extends Series {
  /** Ends it: what was asked for before is done first. Throws StorageFailed when that can't be; it is closed all the same. */
  close(): Promise<void>;
}

/** Samples that wait for others. */
interface Gathered {
  readonly samples: Sample[];
  readonly kept: Promise<void>;
}

/** Series in a file of their own, in a thread of their own, which begins with the first use. */
export function sqliteSeries({ path, clock, rawMs, gatherMs = 100, idleMs = 15_000 }: SqliteSeriesOptions): SqliteSeries {
  const thread = new SeriesThread({ path, rawMs, idleMs });
  let gathered: Gathered | undefined;
  let isClosed = false;
  const refuseClosed = () => {
    if (isClosed) throw new StorageFailed('A series', new Error('it is closed'));
  };

  function gather(): Gathered {
    const samples: Sample[] = [];
    const kept = new Promise<void>((resolve) => setTimeout(resolve, gatherMs)).then(async () => {
      gathered = undefined;
      const isMuch = await thread.ask<boolean>({ kind: 'append', batch: batchOf(samples) });
      // Nobody waits for that: what fails is tried again with the next.
      if (isMuch) series.sweep().catch(() => {});
    });
    return { samples, kept };
  }

  const series: SqliteSeries = {
    async append(samples) {
      refuseClosed();
      for (const sample of samples) checkSample(sample);
      gathered ??= gather();
      const oldest = clock.now() - Math.max(keptMs, rawMs);
      for (const sample of samples) if (sample.at > oldest) gathered.samples.push(sample);
      await gathered.kept;
    },

    async read(name, from, to, parts = 1) {
      refuseClosed();
      checkName(name);
      checkRange(from, to, parts);
      return thread.ask<readonly Part[]>({ kind: 'read', series: name, from, to, parts, now: clock.now() });
    },

    async drop(name) {
      refuseClosed();
      checkName(name);
      await gathered?.kept;
      await thread.ask({ kind: 'drop', series: name });
    },

    async sweep(signal) {
      for (let begins = true; !signal?.aborted && !isClosed; begins = false) {
        if (!(await thread.ask<boolean>({ kind: 'sweep', now: clock.now(), begins }))) return;
      }
    },

    async close() {
      isClosed = true;
      try {
        await gathered?.kept;
        if (thread.isRunning) await thread.ask({ kind: 'close' });
      } finally {
        await thread.end();
      }
    },
  };
  return series;
}
