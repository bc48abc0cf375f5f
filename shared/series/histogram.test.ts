import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bucketOf, countOf, meanOf, merged, msOf, percentileOf } from './histogram.ts';

const latency = fc.oneof(fc.double({ min: 0.01, max: 86_400_000, noNaN: true }), fc.double({ min: 1, max: 500, noNaN: true }));
const histogramOf = (all: readonly number[]) => merged(all.map((ms) => new Map([[bucketOf(ms), 1]])));

it('any latency is within 2 % of the middle of its bucket', () => {
  fc.assert(
    fc.property(latency, (ms) => {
      expect(Math.abs(msOf(bucketOf(ms)) / ms - 1)).toBeLessThanOrEqual(0.02);
    }),
  );
});

it('percentiles and the mean of all are within 2 %, however they were put together', () => {
  fc.assert(
    fc.property(fc.array(latency, { minLength: 1, maxLength: 50 }), fc.nat(50), fc.double({ min: 0, max: 1, noNaN: true }), (all, cut, share) => {
      const both = merged([histogramOf(all.slice(0, cut)), histogramOf(all.slice(cut))]);
      expect(both).toEqual(histogramOf(all));
      expect(countOf(both)).toBe(all.length);
      const exact = all.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(share * all.length)) - 1] ?? 0;
      expect(Math.abs((percentileOf(both, share) ?? 0) / exact - 1)).toBeLessThanOrEqual(0.02);
      const mean = all.reduce((sum, ms) => sum + ms, 0) / all.length;
      expect(Math.abs((meanOf(both) ?? 0) / mean - 1)).toBeLessThanOrEqual(0.02);
    }),
  );
});

it('none have no percentile', () => {
  expect([percentileOf(new Map(), 0.5), meanOf(new Map()), countOf(new Map())]).toEqual([null, null, 0]);
});
