import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemKey, nameIn, partitionBytesMax, partitionOf } from './item-key.ts';
import { shardOf, shards } from './shard.ts';
import { end, escaped, unescaped } from './text.ts';

/** Any characters, halves of pairs and control characters among them. */
const anyText = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 5 }),
    fc.constantFrom('\u0000', '\u0001', '\u0002', '\u0001\u0001', '\ud800', '\udfff', '\ud83d', '😀', '\uffff'),
  ),
  { maxLength: 8 },
);
const text = anyText.map((parts) => parts.join(''));
const bytes = (one: string) => Buffer.from(one);

describe('text in a key', () => {
  it('is read back as it was, and is UTF-8 without the mark of an end', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(unescaped(escaped(one))).toBe(one);
        expect(bytes(escaped(one)).toString()).toBe(escaped(one));
        expect(escaped(one)).not.toContain(end);
        expect(escaped(one)).not.toContain('\u0000');
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps the order of UTF-8 bytes, also with something behind its end', () => {
    const wellFormed = text.map((one) => one.toWellFormed());
    fc.assert(
      fc.property(wellFormed, wellFormed, text, text, (a, b, afterA, afterB) => {
        const order = Buffer.compare(bytes(a), bytes(b));
        expect(Buffer.compare(bytes(escaped(a)), bytes(escaped(b)))).toBe(order);
        if (order !== 0) expect(Buffer.compare(bytes(escaped(a) + end + escaped(afterA)), bytes(escaped(b) + end + escaped(afterB)))).toBe(order);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['\ud800', '\udfff', '\u0000', '漢', '😀', 'x'])(
    'of 500 characters %j stands in a key whole, behind the longest name of a collection',
    (character) => {
      const name = `${'c'.repeat(40)}#${character.repeat(500 / character.length)}`;
      expect(nameIn(itemKey('r', name))).toBe(name);
      expect(Buffer.byteLength(itemKey('r', name))).toBeLessThanOrEqual(partitionBytesMax);
    },
  );

  it('that is too long for a key is there by its hash', () => {
    const [one, other] = [partitionOf('a#', 'x'.repeat(3_000)), partitionOf('a#', `${'x'.repeat(2_999)}y`)];
    expect(one).not.toBe(other);
    expect(one).toMatch(/^a#/);
    expect(Buffer.byteLength(one)).toBeLessThanOrEqual(partitionBytesMax);
    expect(nameIn(itemKey('t', 'x'.repeat(3_000)))).toBeNull();
  });
});

it('spreads keys over the shards, even those that differ little', () => {
  const counts = new Map<number, number>();
  for (let i = 0; i < 4_000; i++) counts.set(shardOf(`command-${i}`), (counts.get(shardOf(`command-${i}`)) ?? 0) + 1);
  expect([...counts.keys()].sort()).toEqual(shards);
  for (const count of counts.values()) expect(count).toBeGreaterThan(800);
});
