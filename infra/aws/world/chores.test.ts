import { expect, it } from 'vitest';
import { timerParts } from '../../../shared/timers/aws/schedules.ts';
import { choresAt } from './chores.ts';

it('each part of the timers has its minute of the day, and the mending has one, none of them the same', () => {
  const day = Array.from({ length: 1_440 }, (_, minute) => choresAt(Date.UTC(2026, 10, 25) + minute * 60_000 + 59_000));
  expect(day.flatMap(({ part }) => part ?? []).sort((a, b) => a - b)).toEqual(timerParts);
  expect(day.filter(({ mends }) => mends)).toHaveLength(1);
  expect(day.filter(({ mends, part }) => mends && part !== null)).toEqual([]);
});
