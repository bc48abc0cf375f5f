import { catalogueOf } from '../shared/command/catalogue.ts';
import { command } from '../shared/command/define.ts';
import { integer, text } from '../shared/command/kinds/index.ts';
import { resolve, textMax } from '../shared/command/resolve.ts';
import type { Figure } from './figure.ts';
import { percentile } from './statistics.ts';

const phraseMaxMs = 0.2;
const garbageMaxMs = 1;

/** Which of 1,000 commands is meant, and how long what means none of them can take. */
export const resolved: Figure = {
  name: 'resolve',
  how: 'in this process: 1,000 commands with 5 phrases each; every phrase said with its slots filled, in a shuffled order; then 100 kinds of garbage of 4,000 characters, each the median of 5. Floor: the text cut at white space, and its first word looked up in a map of the 1,000 names',
  async measure({ quick, say }) {
    const catalogue = catalogueOf(Array.from({ length: 1_000 }, (_, i) => numbered(i)));
    const names = new Map(catalogue.all.map((one) => [one.name, one] as const));
    const lines = shuffled(catalogue.all.flatMap(({ phrases }) => (phrases ?? []).map(filled)));
    const floor = (line: string) => names.get(line.trim().toLowerCase().split(/\s+/)[0] ?? '');
    const meant = (line: string) => resolve({ kind: 'text', text: line }, catalogue).name;
    const missed = lines.filter((line) => meant(line) === 'help').length;
    for (let round = 0; round < (quick ? 2 : 10); round++) for (const line of lines) meant(line);
    const took = percentile(
      lines.map((line) => timed(() => meant(line))),
      99,
    );
    const floorMs = percentile(
      lines.map((line) => timed(() => floor(line))),
      99,
    );
    const garbage = garbageOf(textMax);
    const each = garbage.map((line) => middle(() => meant(line)));
    const eachFloor = garbage.map((line) => middle(() => floor(line)));
    const [worst, worstFloor] = [Math.max(...each), Math.max(...eachFloor)];
    say(`${lines.length} phrases, ${missed} of them not understood; ${garbage.length} kinds of garbage`);
    return {
      rows: [
        { figure: 'resolve: a phrase with slots among 5,000, p99', value: us(took), against: `floor ${us(floorMs)}`, ratio: took / floorMs },
        { figure: 'resolve: the worst of 100 kinds of garbage', value: us(worst), against: `floor ${us(worstFloor)}`, ratio: worst / worstFloor },
      ],
      goals: [
        { says: 'resolve: each of the phrases is understood', holds: missed === 0 },
        { says: `resolve: p99 of a phrase with slots below ${phraseMaxMs} ms`, holds: took < phraseMaxMs },
        { says: `resolve: each kind of garbage below ${garbageMaxMs} ms`, holds: worst < garbageMaxMs },
      ],
    };
  },
};

const verbs = ['show', 'start', 'stop', 'move', 'count'];

/** A command of five phrases, which share their first words with 199 others. */
function numbered(i: number) {
  const of = `thing${i}`;
  return command({
    name: `do_${of}`,
    summary: `Do ${of}`,
    phrases: [
      `${verbs[i % 5]} ${of} {what}`,
      `is {what} in ${of}`,
      `${verbs[i % 5]} {what} of ${of} {count}`,
      `please ${of} {count} times {what}`,
      `${of} {what} until {count} left`,
    ],
    params: { what: text(), count: integer({ optional: true }) },
    run: () => undefined,
  });
}

const filled = (phrase: string) => phrase.replace('{what}', 'the blue one').replace('{count}', '12');

/** In an order that is the same in every run. */
function shuffled(lines: readonly string[]): readonly string[] {
  return lines
    .map((line, i) => [(i * 2_654_435_761) % 4_294_967_296, line] as const)
    .sort(([a], [b]) => a - b)
    .map(([, line]) => line);
}

/** One unit again and again, and the same after words that phrases begin with. */
function garbageOf(length: number): readonly string[] {
  const units = [
    'a',
    ' ',
    'a ',
    '1',
    '.',
    ',',
    '"',
    "'",
    '“',
    '--',
    'x:',
    'x:y ',
    '--x ',
    '{',
    '{what} ',
    'is ',
    'in ',
    'thing1 ',
    '\n',
    '\t ',
    'ä',
    '😀',
    '\u0000',
    '?!',
    ', ',
  ];
  return ['', 'is ', 'show ', 'please thing1 '].flatMap((lead) => units.map((unit) => (lead + unit.repeat(length)).slice(0, length)));
}

function timed(run: () => unknown): number {
  const began = performance.now();
  run();
  return performance.now() - began;
}

const middle = (run: () => unknown) =>
  percentile(
    Array.from({ length: 5 }, () => timed(run)),
    50,
  );

const us = (ms: number) => `${(ms * 1_000).toFixed(ms < 0.01 ? 1 : 0)} µs`;
