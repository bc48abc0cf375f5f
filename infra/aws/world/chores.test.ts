import { expect, it } from 'vitest';
import { timerParts } from '../../../shared/timers/aws/schedules.ts';
import { choresAt } from './chores.ts';

it('does each chore once a day, each at a minute of its own, and packs what checks saw four times an hour', () => {
  const day = Array.from({ length: 1_440 }, (_, minute) => choresAt(Date.UTC(2026, 0, 2) + minute * 60_000 + 7_000));
  const numbers = (some: readonly number[]) => [...some].sort((a, b) => a - b);
  expect(numbers(day.flatMap(({ part }) => part ?? []))).toEqual(numbers(timerParts));
  expect(day.filter(({ mends }) => mends)).toHaveLength(1);
  expect(day.filter(({ packs }) => packs)).toHaveLength(96);
  expect(day.filter(({ part, mends }) => part !== null && mends)).toEqual([]);
});
