import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isBlobKey } from './key.ts';
import { keyOfLink, linkTo } from './link.ts';

const secret = 'q'.repeat(43);
const anyKey = fc
  .array(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('/'))
  .filter(isBlobKey);

it('leads to its key until its end, by its own secret', () => {
  fc.assert(
    fc.property(anyKey, fc.integer({ min: 1, max: 2e12 }), (key, endsAt) => {
      const link = linkTo(secret, key, endsAt);
      expect(URL.canParse(link, 'https://a.example')).toBe(true);
      expect(keyOfLink(secret, link, endsAt - 1)).toBe(key);
      expect(keyOfLink(secret, link, endsAt)).toBeNull();
      expect(keyOfLink(`${secret}.`, link, endsAt - 1)).toBeNull();
    }),
  );
});

it('leads nowhere when any of it was changed', () => {
  const link = linkTo(secret, 'reports/a.pdf', 9_000);
  const changed = [
    link.replace('a.pdf', 'b.pdf'),
    link.replace('a.pdf', '..'),
    link.replace('a.pdf', 'a.pdf%00'),
    link.replace('a.pdf', '%zz'),
    link.replace('9000', '9001'),
    link.replace('9000', '09000'),
    link.replace('/blobs', '/blobs/'),
    `${link}&x=1`,
    `${link}=`,
    link.slice(0, -1),
    link.slice(0, -1) + (link.endsWith('A') ? 'B' : 'A'),
    '/blobs?key=&ends=9000&sig=',
    '/other',
    '',
  ];
  for (const target of changed) expect(keyOfLink(secret, target, 0), target).toBeNull();
});
