import { expect, it } from 'vitest';
import { dice } from '../../shared/timers/dice.ts';
import { fireThrough } from './firing.ts';

const input = { answers: 10_000, random: dice(1) };

it('timers fire right to about a second while Scheduler invokes as many as are due', () => {
  const late = fireThrough({ ...input, timers: 100_000, overMs: 360_000, invocations: 500 });
  expect(late).toMatchObject({ scheduledLate: 0 });
  expect(late.maxMs).toBeLessThanOrEqual(1_200);
});

it('at one instant as many are on time as it invokes in the two minutes before; the others follow as fast as it does', () => {
  expect(fireThrough({ ...input, timers: 100_000, overMs: 0, invocations: 1_000 }).scheduledLate).toBe(0);
  const late = fireThrough({ ...input, timers: 200_000, overMs: 0, invocations: 1_000 });
  expect(late.scheduledLate).toBeGreaterThan(70_000);
  expect(late.maxMs).toBeGreaterThan(75_000);
  expect(late.maxMs).toBeLessThan(90_000);
});
