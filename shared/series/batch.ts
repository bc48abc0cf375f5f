import { Reader, Writer } from './bytes.ts';
import { dayMs, type Point } from './day.ts';
import { bucketOf } from './histogram.ts';
import { type Sample, states } from './series.ts';

/** A sample that was read: whose it is, and what is kept of it. */
export interface Placed {
  readonly series: string;
  readonly point: Point;
}

/** Samples of many series as bytes: each its name, and some 6 more. Throws RangeError for one that can't be. */
export function batchOf(samples: readonly Sample[]): Uint8Array<ArrayBuffer> {
  const to = new Writer(32 * samples.length + 16);
  let [before, lastFor] = [0, 0];
  for (const sample of samples) {
    checkSample(sample);
    const { series, at, forMs, state, ms } = sample;
    to.ascii(series);
    to.signed(at - before);
    // 0: as the one before.
    to.whole(forMs === lastFor ? 0 : forMs);
    to.whole(((ms === undefined ? -1 : bucketOf(ms)) + 1) * 4 + states.indexOf(state));
    [before, lastFor] = [at, forMs];
  }
  return to.written();
}

/** Reads what `batchOf` wrote. Throws RangeError when the bytes were cut or changed. */
export function* batchIn(bytes: Uint8Array): Generator<Placed> {
  const from = new Reader(bytes);
  let [at, forMs] = [0, 0];
  while (!from.isAtEnd) {
    const series = from.ascii();
    at += from.signed();
    forMs = from.whole() || forMs;
    const packed = from.whole();
    yield { series, point: { at, forMs, state: packed % 4, bucket: Math.floor(packed / 4) - 1 } };
  }
}

/** The last instant that a date can have. */
const atMax = 8.64e15;
const isWhole = (value: number, least: number, most: number) => Number.isSafeInteger(value) && value >= least && value <= most;

/** Throws RangeError for a sample that can not be. */
export function checkSample({ series, at, forMs, state, ms }: Sample): void {
  checkName(series);
  if (!isWhole(at, 0, atMax)) throw new RangeError(`A sample is of an instant in whole ms, not of ${at}.`);
  if (!isWhole(forMs, 1, dayMs)) throw new RangeError(`A sample stands for 1 to ${dayMs} ms, not for ${forMs}.`);
  if (!states.includes(state)) throw new RangeError(`A sample is ${states.join(', ')}, not ${state}.`);
  if (ms !== undefined && !(ms >= 0 && ms <= dayMs)) throw new RangeError(`A sample takes 0 to ${dayMs} ms, not ${ms}.`);
}

/** Throws RangeError for what is no name of a series. */
export function checkName(series: string): void {
  if (!/^[\w.:-]{1,80}$/.test(series) || series === '.' || series === '..')
    throw new RangeError(`${JSON.stringify(series.slice(0, 100))} is no name of a series: 1 to 80 letters, digits and _ . : - are.`);
}

/** Throws RangeError for a range that is none, and for too many parts. */
export function checkRange(from: number, to: number, parts: number): void {
  if (!isWhole(from, 0, atMax) || !isWhole(to, 0, atMax) || from >= to)
    throw new RangeError(`A range is from an instant in whole ms to a later one, not ${from} to ${to}.`);
  if (!isWhole(parts, 1, 1_000)) throw new RangeError(`A range has 1 to 1,000 parts, not ${parts}.`);
}
