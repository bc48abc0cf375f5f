import { expect, it } from 'vitest';
import { YoungIds } from './young-ids.ts';

it('finds each id under its number, however many there are and wherever they begin', () => {
  const ids = new YoungIds(7, ['a', '', 'c']);
  for (let n = 10; n < 5_000; n++) expect(ids.push(`id-${n}`)).toBe(n);
  expect(['a', 'b', 'c', 'id-10', 'id-4999', 'id-5000'].map((id) => ids.find(id))).toEqual([7, null, 9, 10, 4_999, null]);
  const later = ids.after(1_000);
  expect(['a', 'id-1006', 'id-1007'].map((id) => later.find(id))).toEqual([null, null, 1_007]);
  expect(later.push('next')).toBe(5_000);
});

it('forgets an id under its own number alone, and takes it again under another', () => {
  const ids = new YoungIds(1, ['a', 'b']);
  ids.forget('a', 2);
  expect(ids.find('a')).toBe(1);
  ids.forget('a', 1);
  expect(ids.find('a')).toBeNull();
  expect(ids.push('a')).toBe(3);
  expect(ids.find('a')).toBe(3);
  expect(ids.entries()).toEqual([
    { id: 'b', n: 2 },
    { id: 'a', n: 3 },
  ]);
});
