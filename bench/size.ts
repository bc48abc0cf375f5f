import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure, Goal, Row } from './figure.ts';
import { crowding, crowdingNote } from './machine.ts';
import { bundle } from './size/bundle.ts';
import { loadMs } from './size/load.ts';
import { acceptPaths, floor, type Program, peers } from './size/programs.ts';
import { median } from './statistics.ts';

/** Of an accept path, bundled and minified; 1 KB is 1,000 bytes. */
export const acceptPathBytesMax = 150_000;
/** Of the floor's time to load. */
const loadMax = 3;

/** What each HTTP accept path needs: its size, and how long a fresh process takes to load it. */
export const size: Figure = {
  name: 'size',
  how: 'each HTTP accept path (server, receive, resolve, accept; no driver) bundled and minified by esbuild; load: require() in a fresh process, variants in turn, median of 15',
  async measure({ quick, say, folder }) {
    const programs = [floor, ...acceptPaths, ...peers];
    const files = await Promise.all(programs.map((program, n) => write(program, join(folder, `${n}.cjs`))));
    const took = files.map((): number[] => []);
    const crowded = crowding();
    for (let round = 0; round < (quick ? 5 : 15); round++) {
      for (const [n, { file }] of files.entries()) took[n]?.push(loadMs(file));
    }
    say(crowdingNote(crowded()));
    const measured = files.map(({ name, bytes }, n) => ({ name, bytes, loadMs: median(took[n] ?? []) }));
    const floorMs = measured[0]?.loadMs ?? Number.NaN;
    return { rows: measured.map((one) => row(one, floorMs)), goals: measured.flatMap((one) => goals(one, floorMs)) };
  },
};

interface Sized {
  readonly name: string;
  readonly bytes: number;
  readonly loadMs: number;
}

async function write({ name, source }: Program, file: string): Promise<{ name: string; file: string; bytes: number }> {
  const { code } = await bundle(source);
  writeFileSync(file, code);
  return { name, file, bytes: code.length };
}

function row({ name, bytes, loadMs }: Sized, floorMs: number): Row {
  const value = `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} KB, loads in ${loadMs.toFixed(1)} ms`;
  if (name === floor.name) return { figure: `size: ${name}`, value, against: 'is the floor' };
  return { figure: `size: ${name}`, value, against: `floor loads in ${floorMs.toFixed(1)} ms`, ratio: loadMs / floorMs };
}

function goals({ name, bytes, loadMs }: Sized, floorMs: number): Goal[] {
  if (!acceptPaths.some((path) => path.name === name)) return [];
  return [
    {
      says: `size: ${name} is at most 150 KB and loads in at most ${loadMax} x the floor`,
      holds: bytes <= acceptPathBytesMax && loadMs <= loadMax * floorMs,
    },
  ];
}
