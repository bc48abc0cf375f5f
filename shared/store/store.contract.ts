import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ManualClock } from '../timers/manual-clock.ts';
import { eventually, insist, type Patient } from '../timers/patience.contract.ts';
import { collection, type Page, type Query, type Store, VersionConflict } from './store.ts';

/** A fresh, empty store. */
export interface StoreSubject extends Patient {
  readonly store: Store;
  readonly clock: ManualClock;
  close(): Promise<void>;
}

interface Site {
  readonly owner: string;
  readonly rank: string;
  readonly isDown?: boolean;
  readonly endsAt?: number;
}

const sites = collection<Site>('sites', {
  indexes: {
    byOwner: ({ owner, rank }) => ({ partition: owner, sort: rank }),
    down: ({ isDown, rank }) => (isDown ? { partition: 'all', sort: rank } : null),
  },
  expiresAt: ({ endsAt }) => endsAt ?? null,
});
const others = collection<Site>('others', { indexes: { byOwner: ({ owner, rank }) => ({ partition: owner, sort: rank }) } });
const site = (rank: string, parts: Partial<Site> = {}): Site => ({ owner: 'ann', rank, ...parts });

/** The promises every store keeps. `kind` false: those that hold behind an unkind wrapper too. */
export function storeContract(name: string, open: () => Promise<StoreSubject>, { kind = true } = {}): void {
  const keysOf = (page: Page<Site>) => page.items.map((item) => item.key);

  describe(`${name} keeps a store's promises`, () => {
    it('keeps a record whole, of any JSON, under any key, apart from other collections', async () => {
      const { store, close } = await open();
      const values = collection<unknown>('values', {});
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.jsonValue(), async (key, value) => {
          await insist(() => store.put(values, key, value));
          expect((await store.get(values, key))?.value).toEqual(JSON.parse(JSON.stringify(value)));
          expect(await store.get(others, key)).toBeNull();
        }),
        { numRuns: 60 },
      );
      await close();
    });

    it('counts versions from 1, and answers null where there is none', async () => {
      const { store, close } = await open();
      expect(await store.get(sites, 'a')).toBeNull();
      await insist(() => store.put(sites, 'a', site('1')));
      const first = await store.get(sites, 'a');
      const second = await insist(() => store.put(sites, 'a', site('2')));
      const now = await store.get(sites, 'a');
      expect(now).toEqual({ key: 'a', version: second, value: site('2') });
      if (kind) expect([first?.version, second]).toEqual([1, 2]);
      else expect(second).toBeGreaterThan(first?.version ?? 0);
      await close();
    });

    it('writes on condition: of many who expect the same version one wins', async () => {
      const { store, close } = await open();
      for (const expected of [0, 1]) {
        const results = await Promise.allSettled(
          Array.from({ length: 20 }, (_, i) => store.put(sites, 'a', site(`${expected}.${i}`), { expect: expected })),
        );
        const won = results.flatMap((result, i) => (result.status === 'fulfilled' ? [i] : []));
        if (kind) expect(won).toHaveLength(1);
        else expect(won.length).toBeLessThanOrEqual(1);
        const now = await store.get(sites, 'a');
        expect(now?.version).toBe(expected + 1);
        if (won.length === 1) expect(now?.value.rank).toBe(`${expected}.${won[0]}`);
        for (const result of results) {
          if (kind && result.status === 'rejected') expect(result.reason).toBeInstanceOf(VersionConflict);
        }
      }
      await expect(insist(() => store.put(sites, 'a', site('x'), { expect: 7 }))).rejects.toBeInstanceOf(VersionConflict);
      await close();
    });

    it('deletes on condition, and says whether there was one', async () => {
      const { store, close } = await open();
      await insist(() => store.put(sites, 'a', site('1')));
      await expect(insist(() => store.delete(sites, 'a', { expect: 9 }))).rejects.toBeInstanceOf(VersionConflict);
      const was = await insist(() => store.delete(sites, 'a'));
      if (kind) expect(was).toBe(true);
      expect(await store.get(sites, 'a')).toBeNull();
      expect(await insist(() => store.delete(sites, 'a'))).toBe(false);
      await insist(() => store.put(sites, 'a', site('2')));
      if (kind) expect((await store.get(sites, 'a'))?.version).toBe(1);
      await close();
    });

    it('answers an index by partition, in the order of sort value and key, both ways, within bounds', async () => {
      const subject = await open();
      const { store, close } = subject;
      for (const [key, rank] of [
        ['c', '1'],
        ['a', '2'],
        ['b', '2'],
        ['d', '10'],
        ['e', '😀'],
        ['f', '\uffff'],
      ] as const)
        await insist(() => store.put(sites, key, site(rank)));
      await insist(() => store.put(sites, 'z', site('0', { owner: 'bob' })));
      await insist(() => store.put(others, 'y', site('0')));
      const ask = async (query: Partial<Query>) => keysOf(await store.query(sites, { index: 'byOwner', partition: 'ann', ...query }));
      // By the bytes of UTF-8, as DynamoDB: U+FFFF before U+1F600.
      await eventually(subject, async () => expect(await ask({})).toEqual(['c', 'd', 'a', 'b', 'f', 'e']));
      await eventually(subject, async () => expect(await ask({ descending: true })).toEqual(['e', 'f', 'b', 'a', 'd', 'c']));
      await eventually(subject, async () => expect(await ask({ from: '10', to: '2' })).toEqual(['d']));
      await eventually(subject, async () => expect(await ask({ from: '2', to: '3', descending: true })).toEqual(['b', 'a']));
      await eventually(subject, async () => expect(await ask({ partition: 'bob' })).toEqual(['z']));
      expect(await ask({ partition: 'nobody' })).toEqual([]);
      await expect(store.query(sites, { index: 'nonesuch', partition: 'ann' })).rejects.toThrow('nonesuch');
      await close();
    });

    it('pages through an index without loss or repeat, also when records come and go meanwhile', async () => {
      const subject = await open();
      const { store, close } = subject;
      const keys = Array.from({ length: 25 }, (_, i) => `k${String(i).padStart(2, '0')}`);
      for (const key of keys) await insist(() => store.put(sites, key, site(String(Number(key.slice(1)) % 3))));
      await eventually(subject, async () => expect((await store.query(sites, { index: 'byOwner', partition: 'ann' })).items).toHaveLength(25));
      for (const descending of [false, true]) {
        const seen: string[] = [];
        let after: string | null = null;
        do {
          const query: Query = { index: 'byOwner', partition: 'ann', limit: 7, descending, ...(after === null ? {} : { after }) };
          const page: Page<Site> = await store.query(sites, query);
          seen.push(...keysOf(page));
          after = page.next;
          if (kind && seen.length === 14) await store.delete(others, seen[13] ?? '');
        } while (after !== null);
        expect([...seen].sort()).toEqual(keys);
      }
      await close();
    });

    it('keeps sparse indexes: a record is in them while it says so', async () => {
      const subject = await open();
      const { store, close } = subject;
      const down = async () => keysOf(await store.query(sites, { index: 'down', partition: 'all' }));
      await insist(() => store.put(sites, 'a', site('1', { isDown: true })));
      await insist(() => store.put(sites, 'b', site('2')));
      await eventually(subject, async () => expect(await down()).toEqual(['a']));
      await insist(() => store.put(sites, 'a', site('1')));
      await insist(() => store.put(sites, 'b', site('3', { isDown: true })));
      await eventually(subject, async () => expect(await down()).toEqual(['b']));
      await insist(() => store.delete(sites, 'b'));
      await eventually(subject, async () => expect(await down()).toEqual([]));
      await close();
    });

    it('never reads what has expired, lets it be made anew, and sweeps it away', async () => {
      const subject = await open();
      const { store, clock, close } = subject;
      const endsAt = clock.now() + 60_000;
      for (const key of ['a', 'b', 'c']) await insist(() => store.put(sites, key, site(key, { endsAt })));
      await insist(() => store.put(sites, 'kept', site('k')));
      await eventually(subject, async () => expect((await store.query(sites, { index: 'byOwner', partition: 'ann' })).items).toHaveLength(4));
      await clock.advance(59_999);
      expect(await store.get(sites, 'a')).not.toBeNull();
      await clock.advance(1);
      expect(await store.get(sites, 'a')).toBeNull();
      await eventually(subject, async () => expect(keysOf(await store.query(sites, { index: 'byOwner', partition: 'ann' }))).toEqual(['kept']));
      expect(await insist(() => store.delete(sites, 'c'))).toBe(false);
      if (kind) expect(await store.put(sites, 'a', site('new'), { expect: 0 })).toBe(1);
      else await insist(() => store.put(sites, 'a', site('new')));
      let swept = 0;
      for (let i = 0; i < 5; i++) swept += await insist(() => store.sweep(1));
      if (kind) expect(swept).toBe(1);
      expect((await store.get(sites, 'a'))?.value.rank).toBe('new');
      await eventually(subject, async () => expect(keysOf(await store.query(sites, { index: 'byOwner', partition: 'ann' }))).toEqual(['kept', 'a']));
      await close();
    });

    it('refuses keys and records that are too large, keeping nothing', async () => {
      const { store, close } = await open();
      await expect(insist(() => store.put(sites, 'k'.repeat(501), site('1')))).rejects.toMatchObject({ code: 'record_too_large' });
      await expect(insist(() => store.put(sites, '', site('1')))).rejects.toMatchObject({ code: 'record_too_large' });
      await expect(insist(() => store.put(sites, 'a', site('😀'.repeat(80_000))))).rejects.toMatchObject({ code: 'record_too_large' });
      expect(await store.get(sites, 'a')).toBeNull();
      await insist(() => store.put(sites, 'k'.repeat(500), site('x'.repeat(290_000))));
      await close();
    });
  });
}
