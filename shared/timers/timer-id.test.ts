import { expect, it } from 'vitest';
import { tenantIn, timerId } from './timer-id.ts';

it.each(['T012', 'a/b', 'ä 🛎', '\ud800', '..'])('names the tenant %j in the id of a timer, apart from what stands around it', (tenant) => {
  const [one, other] = [timerId('reminder', tenant, '17/b'), timerId('reminder', tenant, '18')];
  expect(tenantIn(one)).toBe(tenantIn(other));
  expect(tenantIn(one)).toMatch(/^[!-.0-~]+$/);
  expect(one.endsWith('/17/b')).toBe(true);
});

it.each(['reminder', 'reminder/17', 'reminder//17', ''])('finds none in %j', (id) => {
  expect(tenantIn(id)).toBeNull();
});
