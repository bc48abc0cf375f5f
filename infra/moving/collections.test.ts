import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { declaredCollection } from '../../shared/store/store.ts';
import { staying } from './collections.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

it('each collection of the product is moved, or stays for a reason', () => {
  const sources = ['shared', 'skills', 'jobs', 'bots', 'infra'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.(test|contract)\.ts$/.test(file))
      .map((file) => readFileSync(join(root, folder, file), 'utf8')),
  );
  const names = sources.flatMap((source) => [...source.matchAll(/\bcollection<.*>\(\s*'([a-z_]+)'/g)].map((match) => match[1] ?? ''));
  expect(names.length).toBeGreaterThan(7);
  expect(
    names.filter((name) => !declaredCollection(name) && !staying.has(name)),
    'import its module in infra/moving/collections.ts',
  ).toEqual([]);
});
