import { setTimeout as wait } from 'node:timers/promises';
import type { SkillDeps } from '../../shared/command/skill.ts';
import type { Sample, State } from '../../shared/series/series.ts';
import type { Watched } from './engine.ts';
import { unjudged } from './kind.ts';

/** Looks are gathered for so long, ms, and kept together. */
const gatherDefaultMs = 1_000;
/** Looks that wait while the series can't be written; past that the oldest are given up, which is logged. */
const waitingMax = 300_000;
/** How often it is tried at a stop, and how long is waited between, ms. */
const lastTries = 3;
const lastWaitMs = 300;

export interface History {
  /** Keeps a look, within a second; costs the one who tells it an entry in a list. */
  saw(sample: Sample): void;
  /** Resolves when all that was told is kept, or can't be, which is logged. */
  end(): Promise<void>;
}

/**
 * What a look at `at`, ms since 1970, says of the time until the next one. By what was seen and not by what was told: a failed look that was no incident was a time in which it did not
 * answer. One that says nothing of the target, or of something below what is down, is `unknown`. Only good looks have a latency, for a refusal is quick; what reports in by itself has none.
 */
export function sampleOf({ check, state: { status }, last, isMaintained }: Watched, at: number): Sample {
  const { up = false, code, ms = 0 } = last?.finding ?? {};
  const isUnknown = !last || last.isOurs === true || (code !== undefined && unjudged.has(code)) || (!up && status === 'unknown');
  const state: State = isMaintained ? 'maintenance' : isUnknown ? 'unknown' : up ? 'up' : 'down';
  return { series: check.id, at, forMs: check.everyMs, state, ...(state === 'up' && ms > 0 ? { ms } : {}) };
}

/** Keeps what was looked at in the series, many at once: those of so many ms. What fails is tried again with the next. */
export function historyOf({ series, log }: Pick<SkillDeps, 'series' | 'log'>, gatherMs = gatherDefaultMs): History {
  let waiting: Sample[] = [];
  let writing: Promise<boolean> | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function write(): Promise<boolean> {
    const batch = waiting;
    waiting = [];
    try {
      if (batch.length > 0) await series.append(batch);
      return true;
    } catch (cause) {
      waiting = batch.concat(waiting);
      const lost = Math.max(0, waiting.length - waitingMax);
      if (lost > 0) waiting = waiting.slice(lost);
      log.warn({ looks: batch.length, lost, err: cause }, 'What checks saw could not be kept; it is tried again.');
      return false;
    }
  }

  function soon(): void {
    timer ??= setTimeout(async () => {
      writing = write();
      await writing;
      writing = undefined;
      timer = undefined;
      if (waiting.length > 0) soon();
    }, gatherMs);
  }

  return {
    saw(sample) {
      waiting.push(sample);
      soon();
    },
    async end() {
      await writing;
      clearTimeout(timer);
      for (let tries = 1; !(await write()); tries++) {
        if (tries === lastTries) return log.warn({ looks: waiting.length }, 'What checks saw last is lost: it could not be kept.');
        await wait(lastWaitMs);
      }
    },
  };
}
