import { expect, it } from 'vitest';
import { defaultQuotas } from '../../shared/timers/aws/rates.ts';
import { planThrough } from './scheduler-plan.ts';

it('a million timers pass the smallest quotas with no request refused, in hours', () => {
  const plan = planThrough({ timers: 1_000_000, perSecond: 500, processes: 10 });
  expect(plan.refused).toBe(0);
  expect(plan.createsMax).toBeLessThanOrEqual(defaultQuotas.creates);
  expect(plan.deletesMax).toBeLessThanOrEqual(defaultQuotas.deletes);
  expect(plan.createdAfter).toBeLessThan(2 * 3_600);
  expect(plan.deletedAfter).toBeLessThan(3 * 3_600);
});

it('with the large regions’ quotas, in less than half an hour', () => {
  const plan = planThrough({
    timers: 1_000_000,
    perSecond: 2_000,
    processes: 10,
    rates: { arm: 20, plan: 750, remove: 20, list: 25, clean: 700 },
    quotas: { creates: 1_000, deletes: 1_000 },
  });
  expect(plan.refused).toBe(0);
  expect(plan.createdAfter).toBeLessThan(1_800);
  expect(plan.deletedAfter).toBeLessThan(1_800);
});
