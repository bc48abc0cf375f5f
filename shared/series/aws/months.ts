import { buffer } from 'node:stream/consumers';
import { sideBySide } from '../../aws/side-by-side.ts';
import type { Blobs } from '../../blobs/blobs.ts';
import { blockOf, dayIn, joinedBlocks, withPoints } from '../block.ts';
import { Reader, Writer } from '../bytes.ts';
import { type Day, dayMs, dayOf, type Point } from '../day.ts';
import { keepingOf, keptDay, keptMs } from '../keeping.ts';
import { type MovedDay, seriesBlobs } from '../moved.ts';

/** A month is a number: months since the year 0. Its name says which, for people. */
const monthOf = (day: number): number => {
  const date = new Date(day * dayMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};
const nameOf = (month: number) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
const endOf = (month: number) => Date.UTC(Math.floor(month / 12), (month % 12) + 1);
const keyOf = (series: string, month: number) => `${seriesBlobs}${series}/${nameOf(month)}`;

/** A month of a series: its days' blocks, which are read when they are asked for. */
export type Blocks = ReadonlyMap<number, Uint8Array>;

/** As a month that begins, those so many before it are rolled up: by 5 minutes, by hours, by days. */
const rolledBefore = [1, 2, 4];

/** The older part of series: an object for each series and month, written whole. All throw StorageFailed. */
export function monthObjects(blobs: Blobs, rawMs: number) {
  const months = {
    /** All its days from one to another, in order, as they are kept by now. */
    async days(series: string, first: number, last: number): Promise<Map<number, Day>> {
      const wanted = Array.from({ length: monthOf(last) - monthOf(first) + 1 }, (_, i) => monthOf(first) + i);
      const found = await Promise.all(wanted.map((month) => read(series, month)));
      const days = new Map<number, Day>();
      for (const blocks of found) for (const [day, block] of blocks) if (day >= first && day <= last) days.set(day, dayIn(day, block));
      return days;
    },

    /** Brings samples into their months, and rolls up what is old in those that it writes. */
    async add(series: string, points: readonly Point[], now: number): Promise<void> {
      const fresh = points.filter(({ at }) => keepingOf(dayOf(at), now, rawMs) !== 'gone');
      for (const [month, some] of Map.groupBy(fresh, ({ at }) => monthOf(dayOf(at)))) {
        const blocks = new Map(await read(series, month));
        const begins = blocks.size === 0;
        for (const [day, those] of Map.groupBy(some, ({ at }) => dayOf(at))) blocks.set(day, withPoints(day, blocks.get(day), those));
        await write(series, month, blocks, now);
        if (begins) for (const before of rolledBefore) await months.roll(series, month - before, now);
      }
    },

    async roll(series: string, month: number, now: number): Promise<void> {
      const blocks = await read(series, month);
      if (blocks.size > 0) await write(series, month, blocks, now);
    },

    /** Brings days from elsewhere. */
    async put(days: readonly MovedDay[], now: number): Promise<void> {
      const byMonth = Map.groupBy(days, ({ series, day }) => keyOf(series, monthOf(day)));
      await sideBySide([...byMonth.values()], async (some) => {
        const [first] = some;
        if (!first) return false;
        const [series, month] = [first.series, monthOf(first.day)];
        const blocks = new Map(await read(series, month));
        for (const { day, block } of some) {
          const here = blocks.get(day);
          blocks.set(day, here ? joinedBlocks(day, here, block) : block);
        }
        await write(series, month, blocks, now);
        return true;
      });
    },

    async drop(series: string): Promise<void> {
      for (let keys: readonly string[] = ['']; keys.length > 0; ) {
        keys = (await blobs.list(`${seriesBlobs}${series}/`, { limit: 1_000 })).keys;
        for (const key of keys) await blobs.delete(key);
      }
    },

    /** All there is, a month of a series at a time. */
    async *all(): AsyncGenerator<readonly MovedDay[]> {
      let after: string | undefined;
      do {
        const { keys, next } = await blobs.list(seriesBlobs, { limit: 1_000, ...(after === undefined ? {} : { after }) });
        for (const key of keys) {
          const series = key.split('/')[1] ?? '';
          yield [...(await blocksAt(key))].map(([day, block]) => ({ series, day, block }));
        }
        after = next ?? undefined;
      } while (after !== undefined);
    },
  };
  return months;

  function read(series: string, month: number): Promise<Blocks> {
    return blocksAt(keyOf(series, month));
  }

  async function blocksAt(key: string): Promise<Blocks> {
    const found = await blobs.get(key);
    const blocks = new Map<number, Uint8Array>();
    if (!found) return blocks;
    const from = new Reader(await buffer(found.content));
    while (!from.isAtEnd) blocks.set(from.whole(), from.bytes());
    return blocks;
  }

  async function write(series: string, month: number, blocks: Blocks, now: number): Promise<void> {
    const to = new Writer();
    for (const [day, block] of [...blocks].sort(([a], [b]) => a - b)) {
      const kept = keepingOf(day, now, rawMs) === 'raw' ? block : keptBlock(day, block, now);
      if (!kept) continue;
      to.whole(day);
      to.whole(kept.length);
      to.bytes(kept);
    }
    await blobs.put(keyOf(series, month), to.written(), { contentType: 'application/octet-stream', endsAt: endOf(month) + Math.max(keptMs, rawMs) });
  }

  function keptBlock(day: number, block: Uint8Array, now: number): Uint8Array | null {
    const kept = keptDay(dayIn(day, block), now, rawMs);
    return kept && blockOf(kept);
  }
}

export type MonthObjects = ReturnType<typeof monthObjects>;
