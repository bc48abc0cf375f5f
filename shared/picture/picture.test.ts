import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyChart, isPng, week, year } from '../../test/any-chart.ts';
import type { Chart } from '../reply/reply.ts';
import { sheetOf } from './option.ts';
import { NotDrawn, pictureOf } from './picture.ts';

/** Width and height of a PNG, from its head. */
const sizeOf = (png: Uint8Array) => [Buffer.from(png).readUInt32BE(16), Buffer.from(png).readUInt32BE(20)];

it('a chart is drawn as a PNG, as wide as is asked', async () => {
  const [sharp, small] = await Promise.all([pictureOf(week, 'en'), pictureOf(week, 'en', 1)]);
  expect([sharp, small].map(isPng)).toEqual([true, true]);
  expect(sizeOf(sharp)).toEqual([1_200, 750]);
  expect(sizeOf(small)).toEqual([480, 300]);
}, 20_000);

it('each kind is drawn, with gaps, negative values and words that nobody expects', async () => {
  const odd = ['<b>&"\'', 'a\u0000b', 'x'.repeat(300), '{a|b}\n', '', '\ud800'];
  const kinds: readonly Chart[] = [
    { ...year, title: odd[0] ?? '' },
    { kind: 'bar', title: 'Up and down', labels: odd, series: [{ name: '{x}', values: [-5, null, 7, 0, 1e12, -0.001] }] },
    { kind: 'pie', title: 'Nothing', labels: odd, series: [{ name: 'n', values: odd.map(() => 0) }] },
    {
      kind: 'doughnut',
      title: 'Many',
      labels: Array.from({ length: 40 }, (_, i) => `part ${i}`),
      series: [{ name: 'n', values: Array.from({ length: 40 }, (_, i) => i) }],
    },
  ];
  const drawn = await Promise.all(kinds.map((chart) => pictureOf(chart, 'de', 1)));
  expect(drawn.map(isPng)).toEqual([true, true, true, true]);
}, 20_000);

it('a table is drawn, as wide as it needs, whatever stands in it', async () => {
  const odd = ['<b>&"\'', 'a\u0000b', 'x'.repeat(300), 'y'.repeat(300), 'z'.repeat(300), '', '\ud800', ']]>'];
  const png = await pictureOf({ columns: odd.map((title) => ({ title, align: 'right' as const })), rows: [odd, [], ['only one']] }, 'en', 1);
  expect(isPng(png)).toBe(true);
  expect(sizeOf(png)[0]).toBeGreaterThan(480);
}, 20_000);

it('what draws is gone after a defect, and another one takes its place', async () => {
  // It has what no chart can have: the type was not asked.
  await expect(pictureOf({ ...week, series: 5 } as unknown as Chart, 'en')).rejects.toThrow(NotDrawn);
  expect(isPng(await pictureOf(week, 'en', 1))).toBe(true);
}, 20_000);

it('any chart has a picture of a size that people can look at', () => {
  fc.assert(
    fc.property(anyChart(fc.string({ unit: 'binary', maxLength: 60 })), (chart) => {
      const { width, height } = sheetOf(chart, 'en');
      expect(width).toBe(480);
      expect(height).toBeGreaterThan(200);
      expect(height).toBeLessThanOrEqual(1_700);
    }),
    { numRuns: 40, examples: [[oneLying]] },
  );
});

/** The fewest bars there can be, under a name that has no room below them. */
const oneLying: Chart = { kind: 'bar', title: '', labels: ['a name of some length'], series: [{ name: '', values: [5] }] };
