import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pagesOf } from './pages.ts';
import { fitting, segmentsOf } from './segments.ts';

const gsm = (count: number) => ({ encoding: 'GSM-7', count });
const ucs2 = (count: number) => ({ encoding: 'UCS-2', count });

describe('segments', () => {
  it.each([
    ['', gsm(1)],
    ['a'.repeat(160), gsm(1)],
    ['a'.repeat(161), gsm(2)],
    ['a'.repeat(306), gsm(2)],
    ['a'.repeat(307), gsm(3)],
    ['€'.repeat(80), gsm(1)],
    ['€'.repeat(81), gsm(2)],
    // 153 is odd: the escape and its sign are not parted.
    ['€'.repeat(152), gsm(2)],
    ['€'.repeat(153), gsm(3)],
    ['ä'.repeat(70), gsm(1)],
    ['“'.repeat(70), ucs2(1)],
    ['“'.repeat(71), ucs2(2)],
    ['“'.repeat(134), ucs2(2)],
    ['“'.repeat(135), ucs2(3)],
    ['😀'.repeat(35), ucs2(1)],
    ['😀'.repeat(66), ucs2(2)],
    ['😀'.repeat(67), ucs2(3)],
    [`${'a'.repeat(159)}“`, ucs2(3)],
  ])('of %j', (text, wanted) => {
    expect(segmentsOf(text)).toEqual(wanted);
  });

  const texts = fc.string({ unit: fc.constantFrom('a', ' ', '\n', 'ä', '€', '{', '“', '😀', 'я'), maxLength: 1_500 });

  it('a beginning that fits does', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 5 }), (text, segments) => {
        expect(segmentsOf(text.slice(0, fitting(text, segments, 0))).count).toBeLessThanOrEqual(segments);
      }),
      { numRuns: 300 },
    );
  });

  it('parts are at most four segments each, and lose nothing but white space', () => {
    const words = (text: string) => text.replace(/\s/g, '');
    fc.assert(
      fc.property(texts, (text) => {
        const pages = pagesOf(text, { moreForTheRest: 'Answer MORE for the rest' });
        for (const page of pages) expect(segmentsOf(page).count).toBeLessThanOrEqual(4);
        const all = pages.length === 1 ? pages : pages.map((page) => page.replace(/\n\(\d+\/\d+\)[^\n]*$/, ''));
        expect(words(all.join(''))).toBe(words(text));
      }),
      { numRuns: 300 },
    );
  });
});
