import fc from 'fast-check';
import { chartTable, isWhole } from '../shared/reply/chart.ts';
import type { Chart } from '../shared/reply/reply.ts';

// Replies are JSON, which knows no -0.
const someNumber = fc.oneof(
  fc.integer({ min: 0, max: 1_000 }),
  fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((n) => n + 0),
  fc.constant(null),
);

/** Any chart that a handler may answer, with these words in it. */
export function anyChart(words: fc.Arbitrary<string>): fc.Arbitrary<Chart> {
  return fc
    .tuple(
      fc.record({ kind: fc.constantFrom('line', 'bar', 'pie', 'doughnut'), title: words }),
      fc.array(words, { minLength: 1, maxLength: 30 }),
      fc.array(words, { minLength: 1, maxLength: 8 }),
      fc.option(words, { nil: undefined }),
      fc.array(someNumber, { minLength: 1, maxLength: 60 }),
    )
    .map(([{ kind, title }, labels, names, unit, numbers]): Chart => {
      const whole = isWhole({ kind });
      const valueAt = (n: number) => {
        const value = numbers[n % numbers.length] ?? null;
        return whole && value !== null ? Math.abs(value) : value;
      };
      const series = [...new Set(names)]
        .slice(0, whole ? 1 : 8)
        .map((name, s) => ({ name, values: labels.map((_, i) => valueAt(s * labels.length + i)) }));
      return { kind, title, labels, series, ...(unit === undefined ? {} : { unit }) };
    });
}

/** A chart that every platform which has charts draws itself. */
export const week: Chart = {
  kind: 'line',
  title: 'Response time',
  unit: 'ms',
  labels: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  series: [{ name: 'p95', values: [120, 180, 90, 200, 340, 110, 180] }],
};

/** One that is too large for that: a year of a dozen sites. */
export const year: Chart = {
  kind: 'line',
  title: 'Response time of all sites',
  unit: 'ms',
  labels: Array.from({ length: 160 }, (_, i) => `day ${i + 1}`),
  series: Array.from({ length: 12 }, (_, s) => ({
    name: `site ${s + 1}`,
    values: Array.from({ length: 160 }, (_, i) => 100 + 40 * s + ((i * 7 + s * 13) % 31)),
  })),
};

/** Whether a text is a picture of a chart. */
export const isPng = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 8)).toString('latin1') === '\u0089PNG\r\n\u001a\n';

/** The numbers of a chart as a reader sees them, somewhere in what is shown. */
export const numbersOf = (chart: Chart) => chartTable(chart, 'en').rows.flatMap((row) => row.slice(1));
