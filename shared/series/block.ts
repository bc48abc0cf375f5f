import { Reader, Writer } from './bytes.ts';
import { type Day, dayMs, inOrder, type Point, type RawDay, type RolledDay, type Run, type Slot } from './day.ts';

/** The first byte says what the rest is. */
const [rawForm, rolledForm] = [1, 2];
/** A raw block is packed anew when so many pieces have come to it. */
const piecesMax = 32;

/** A day as bytes: two a sample where checks run as they should; rolled up, some hundred in all. */
export function blockOf(day: Day): Uint8Array<ArrayBuffer> {
  const to = new Writer();
  if (day.kind === 'raw') {
    to.whole(rawForm);
    to.whole(1);
    writePiece(to, day.day, day.points);
  } else {
    to.whole(rolledForm);
    writeRolled(to, day);
  }
  return to.written();
}

/** Reads a block. Throws RangeError when the bytes were cut or changed. */
export function dayIn(day: number, block: Uint8Array): Day {
  const from = new Reader(block);
  const form = from.whole();
  if (form === rolledForm) return readRolled(from, day);
  if (form !== rawForm) throw new RangeError(`A block of a series has the form ${form}, which nothing here reads.`);
  const points: Point[] = [];
  from.whole();
  while (!from.isAtEnd) readPiece(from, day, points);
  return { kind: 'raw', day, points: inOrder(points) };
}

/** The block with more samples of its day; mostly without reading what it has. One that is rolled up is left as it is. */
export function withPoints(day: number, block: Uint8Array | undefined, points: readonly Point[]): Uint8Array {
  const more = inOrder(points);
  const [form, pieces = 0] = block ?? [];
  if (!block) return blockOf({ kind: 'raw', day, points: more });
  if (form === rolledForm) return block;
  if (pieces >= piecesMax) return blockOf(together(dayIn(day, block), more));
  const to = new Writer(block.length + 8 * more.length + 32);
  to.whole(rawForm);
  to.whole(pieces + 1);
  // The form and the number of pieces are a byte each.
  to.bytes(block.subarray(2));
  writePiece(to, day, more);
  return to.written();
}

/** The day with samples that are not in its block yet. */
export function together(day: Day, points: readonly Point[]): Day {
  return day.kind === 'raw' ? ({ ...day, points: inOrder([...day.points, ...points]) } satisfies RawDay) : day;
}

/** One block of two of the same day: what both say; where one is rolled up, that alone. */
export function joinedBlocks(day: number, here: Uint8Array, other: Uint8Array): Uint8Array {
  const [known, more] = [dayIn(day, here), dayIn(day, other)];
  if (known.kind === 'rolled') return here;
  return more.kind === 'rolled' ? other : blockOf(together(known, more.points));
}

/** In columns: instants by how their distance changes, what stays the same once, latencies by their difference. */
function writePiece(to: Writer, day: number, points: readonly Point[]): void {
  to.whole(points.length);
  let [at, step, bucket] = [day * dayMs, 0, 0];
  for (const point of points) {
    to.signed(point.at - at - step);
    [step, at] = [point.at - at, point.at];
  }
  writeSame(to, points, ({ forMs }) => forMs);
  writeSame(to, points, ({ state }) => state);
  for (const point of points) {
    to.signed(point.bucket - bucket);
    bucket = point.bucket;
  }
}

function readPiece(from: Reader, day: number, into: Point[]): void {
  const count = from.whole();
  const ats: number[] = [];
  let [at, step, bucket] = [day * dayMs, 0, 0];
  for (let i = 0; i < count; i++) {
    step += from.signed();
    at += step;
    ats.push(at);
  }
  const forMs = readSame(from, count);
  const states = readSame(from, count);
  for (let i = 0; i < count; i++) {
    bucket += from.signed();
    into.push({ at: ats[i] ?? 0, forMs: forMs[i] ?? 0, state: states[i] ?? 0, bucket });
  }
}

/** Values that mostly stay: each once, behind how often it comes. */
function writeSame(to: Writer, points: readonly Point[], valueIn: (point: Point) => number): void {
  let [times, value] = [0, 0];
  for (const point of points) {
    const next = valueIn(point);
    if (times > 0 && next !== value) {
      to.whole(times);
      to.whole(value);
      times = 0;
    }
    value = next;
    times++;
  }
  to.whole(times);
  to.whole(value);
}

function readSame(from: Reader, count: number): number[] {
  const values: number[] = [];
  while (values.length < count) {
    const times = from.whole();
    const value = from.whole();
    if (times === 0 || values.length + times > count) throw new RangeError('The bytes of a series were changed.');
    for (let i = 0; i < times; i++) values.push(value);
  }
  return values;
}

function writeRolled(to: Writer, { day, runs, last, slotMs, slots }: RolledDay): void {
  let at = day * dayMs;
  to.whole(runs.length);
  for (const run of runs) {
    to.whole(run.from - at);
    to.whole((run.to - run.from) * 4 + run.state);
    at = run.to;
  }
  to.whole(last.at - day * dayMs);
  to.whole(last.forMs);
  to.whole(last.state);
  to.whole(slotMs);
  to.whole(slots.length);
  let [slot, first] = [0, 0];
  for (const { at, latency } of slots) {
    const index = (at - day * dayMs) / slotMs;
    to.whole(index - slot);
    slot = index;
    first = writeLatency(to, latency, first);
  }
}

function readRolled(from: Reader, day: number): RolledDay {
  const runs: Run[] = [];
  let at = day * dayMs;
  for (let left = from.whole(); left > 0; left--) {
    const start = at + from.whole();
    const packed = from.whole();
    at = start + Math.floor(packed / 4);
    runs.push({ from: start, to: at, state: packed % 4 });
  }
  const last = { at: day * dayMs + from.whole(), forMs: from.whole(), state: from.whole() };
  const slotMs = from.whole();
  const slots: Slot[] = [];
  let [slot, first] = [0, 0];
  for (let left = from.whole(); left > 0; left--) {
    slot += from.whole();
    const latency = readLatency(from, first);
    first = latency[0] ?? first;
    slots.push({ at: day * dayMs + slot * slotMs, latency });
  }
  return { kind: 'rolled', day, runs, last, slotMs, slots };
}

/** Buckets by their distance, twice, plus one where there is more than one latency, whose number follows. The first by its distance to the first before. */
function writeLatency(to: Writer, latency: readonly number[], before: number): number {
  to.whole(latency.length / 2);
  const first = latency[0] ?? before;
  to.signed(first - before);
  let bucket = first;
  for (let i = 0; i < latency.length; i += 2) {
    const [at = 0, times = 0] = [latency[i], latency[i + 1]];
    to.whole(2 * (at - bucket) + (times > 1 ? 1 : 0));
    if (times > 1) to.whole(times);
    bucket = at;
  }
  return first;
}

function readLatency(from: Reader, before: number): number[] {
  const latency: number[] = [];
  const count = from.whole();
  let bucket = before + from.signed();
  for (let i = 0; i < count; i++) {
    const packed = from.whole();
    bucket += Math.floor(packed / 2);
    latency.push(bucket, packed % 2 === 1 ? from.whole() : 1);
  }
  return latency;
}
