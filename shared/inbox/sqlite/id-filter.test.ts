import { hash } from 'node:crypto';
import { expect, it } from 'vitest';
import { IdFilter } from './id-filter.ts';

/** Ids as the product makes them. */
const idOf = (n: number) => hash('sha256', String(n), 'base64url').slice(0, 22);

it('knows each id that was added, and of others takes one in a thousand for known', () => {
  const filter = new IdFilter();
  for (let n = 0; n < 200_000; n++) filter.add(idOf(n));
  let missed = 0;
  for (let n = 0; n < 200_000; n++) if (!filter.mayHave(idOf(n))) missed++;
  expect(missed).toBe(0);
  let mistaken = 0;
  for (let n = 200_000; n < 300_000; n++) if (filter.mayHave(idOf(n))) mistaken++;
  expect(mistaken).toBeLessThan(100);
});

it('takes ids of any length and any characters', () => {
  const filter = new IdFilter();
  for (const id of ['', 'a', 'command-1', '\u{1F600}'.repeat(50)]) {
    filter.add(id);
    expect(filter.mayHave(id)).toBe(true);
  }
  expect(filter.mayHave('command-2')).toBe(false);
});
