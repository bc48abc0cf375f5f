import { expect, it } from 'vitest';
import { median, percentile, slope } from './statistics.ts';

it('takes the nearest rank, whatever the order', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(percentile([4, 3, 2, 1], 50)).toBe(2);
  expect(
    percentile(
      Array.from({ length: 100 }, (_, i) => 100 - i),
      99,
    ),
  ).toBe(99);
  expect(() => median([])).toThrow(RangeError);
});

it('finds the slope of a line in spite of its noise', () => {
  expect(slope([0, 1, 2, 3].map((x) => [x, 7 + 20 * x]))).toBeCloseTo(20);
  expect(
    slope([
      [0, 1],
      [1, -1],
      [2, -1],
      [3, 1],
    ]),
  ).toBeCloseTo(0);
});
