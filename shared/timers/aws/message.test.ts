import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bodyOf, dueIn } from './message.ts';

it('says any id, in characters that SQS takes and Scheduler leaves as they are', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }), (id) => {
      const timer = { id: `${id}<aws.scheduler.execution-id>\ud800`, version: 3, due: 1_767_603_600_000 };
      const body = bodyOf(timer);
      expect(body).toMatch(/^[ -~]*$/);
      expect(body).not.toContain('<');
      expect(dueIn(body)).toEqual(timer);
    }),
  );
});
