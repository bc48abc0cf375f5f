import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WaitingLine } from './waiting-line.ts';

it('gives all back in order, however it grew and shrank in between', () => {
  const steps = fc.array(fc.record({ pushes: fc.nat({ max: 100 }), shifts: fc.nat({ max: 100 }) }), { maxLength: 30 });
  fc.assert(
    fc.property(steps, (all) => {
      const line = new WaitingLine();
      const expected: number[] = [];
      let n = 0;
      for (const { pushes, shifts } of all) {
        for (let i = 0; i < pushes; i++) {
          expected.push(n);
          line.push(n, n++ / 2);
        }
        for (let i = 0; i < shifts; i++) {
          expect(line.size).toBe(expected.length);
          if (line.size > 0) expect([line.first, line.firstSince]).toEqual([expected[0], Number(expected[0]) / 2]);
          line.shift();
          expected.shift();
        }
      }
      expect(line.size).toBe(expected.length);
    }),
  );
});
