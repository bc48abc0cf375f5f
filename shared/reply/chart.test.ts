import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyChart, week, year } from '../../test/any-chart.ts';
import { chartTable, chartWords, isDrawable } from './chart.ts';
import { problemOf } from './problem.ts';
import type { Chart } from './reply.ts';

const nbsp = (words: string) => words.replaceAll('\u00a0', ' ');
const parts: Chart = { kind: 'doughnut', title: 'Disk', unit: 'GB', labels: ['Used', 'Free'], series: [{ name: 'n', values: [182.4, 317.6] }] };

describe('a chart in words', () => {
  it('says each number of few', () => {
    expect(nbsp(chartWords(week, 'en'))).toBe(
      'Line chart: Response time. Mon 120 ms, Tue 180 ms, Wed 90 ms, Thu 200 ms, Fri 340 ms, Sat 110 ms, Sun 180 ms.',
    );
  });

  it('says of many where they begin and end, the lowest and the highest', () => {
    expect(nbsp(chartWords({ ...year, series: year.series.slice(0, 1) }, 'en'))).toBe(
      'Line chart: Response time of all sites. From 100 ms (day 1) to 128 ms (day 160); lowest 100 ms (day 1), highest 130 ms (day 23).',
    );
  });

  it('says the shares of a whole, the largest first, in the way of its reader', () => {
    expect(nbsp(chartWords(parts, 'de'))).toBe('Ringdiagramm: Disk. Free 317,6 GB, 64 Prozent; Used 182,4 GB, 36 Prozent.');
  });

  it('says that there are none', () => {
    expect(chartWords({ ...week, series: [{ name: 'p95', values: week.labels.map(() => null) }] }, 'en')).toContain('No values');
  });
});

it('a chart as a table has a row a label, and of a whole each share', () => {
  expect(chartTable(week, 'en')).toMatchObject({
    columns: [{ title: '' }, { title: 'p95 (ms)', align: 'right' }],
    rows: [['Mon', '120'], ...Array(6).fill(expect.anything())],
  });
  expect(chartTable(parts, 'en').rows).toEqual([
    ['Used', '182.4', '36'],
    ['Free', '317.6', '64'],
  ]);
});

it.each([
  ['Время · Ελλάδα · Żółw → 5 %', true],
  ['東京', false],
  ['🚀', false],
  ['مرحبا', false],
])('%s can be drawn: %s', (title, drawable) => {
  expect(isDrawable({ ...week, title })).toBe(drawable);
});

it('any chart is a reply’s part, has words and a table, in any locale', () => {
  fc.assert(
    fc.property(
      anyChart(fc.string({ unit: 'binary', maxLength: 30 })),
      fc.constantFrom('en', 'de-DE', 'ar-EG', 'no such locale'),
      (chart, locale) => {
        expect(problemOf({ text: '', chart })).toBeNull();
        expect(chartWords(chart, locale)).not.toBe('');
        expect(chartTable(chart, locale).rows).toHaveLength(chart.labels.length);
      },
    ),
    { numRuns: 40 },
  );
});
