import type { Figure } from './figure.ts';
import { crowding, crowdingNote } from './machine.ts';
import { appendedCpu } from './series/appended.ts';
import { filledWith } from './series/filled.ts';
import { readTimes } from './series/reads.ts';
import { rowsOf } from './series/rows.ts';
import { percentile } from './statistics.ts';

const readMaxMs = 50;

/** What keeping and asking what checks saw costs. */
export const series: Figure = {
  name: 'series',
  how: 'append: 100,000 samples of as many series over a minute, each by itself, then packed, CPU of the whole process; floor: a row each in SQLite, with an index by series and instant, as many commits. Reads: 5,000 checks a minute with 90 days of history, any of them and any range in 1 to 168 parts, one after the other while 5,000 a minute are appended; floor: uptime alone by SQL over a row a sample of one check. Size: of the file after 90 days',
  async measure({ quick, say, folder }) {
    const crowded = crowding();
    const samples = quick ? 10_000 : 100_000;
    const append = await appendedCpu(folder, { samples, overMs: samples * 0.6 });
    const rows = rowsOf(folder, { samples, commits: samples / 166, days: 90 });
    say(
      `${samples} appended: ${us(append.mainMs / samples)} on the main thread, ${us(append.packMs / samples)} to pack; ${append.mib.toFixed(0)} MiB more RSS`,
    );
    const { checks, days, bytes, byDay } = filledWith(folder, { checks: quick ? 500 : 5_000, days: 90 });
    say(`a day of a check: ${byDay.map(({ kept, bytes }) => `${kept} ${bytes} bytes`).join(', ')}`);
    const { took, cpuMs } = await readTimes(folder, { checks, days, reads: quick ? 400 : 4_000 });
    say(`${took.length} reads: ${ms(cpuMs)} of CPU each, median ${ms(percentile(took, 50))}, slowest ${ms(Math.max(...took))}`);
    say(crowdingNote(crowded()));
    const [each, floorEach] = [append.cpuMs / samples, rows.cpuMs / samples];
    const p99 = percentile(took, 99);
    const [size, floorSize] = [bytes / checks / days, rows.bytesADay];
    return {
      rows: [
        {
          figure: `series: append of a sample, packed, at ${samples === 100_000 ? '100,000' : '10,000'} a minute`,
          value: `${us(each)} of CPU`,
          against: `floor ${us(floorEach)}`,
          ratio: each / floorEach,
        },
        {
          figure: `series: any range of 90 days of ${checks} checks, p99`,
          value: `${ms(p99)}, ${ms(cpuMs)} of CPU each`,
          against: `floor ${ms(rows.readMs)}`,
          ratio: p99 / rows.readMs,
        },
        {
          figure: 'series: bytes a check and day, over 90 days at one a minute',
          value: `${size.toFixed(0)} bytes`,
          against: `floor ${floorSize.toFixed(0)} bytes`,
          ratio: size / floorSize,
        },
      ],
      goals: [{ says: `series: any range below ${readMaxMs} ms, p99`, holds: p99 < readMaxMs }],
    };
  },
};

const us = (of: number) => `${(of * 1_000).toFixed(1)} µs`;
const ms = (of: number) => `${of.toFixed(1)} ms`;
