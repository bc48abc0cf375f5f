import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { StorageFailed } from '../../errors.ts';
import { collection, type Store, type Stored, VersionConflict } from '../../store/store.ts';
import type { Keeper } from '../keeper.ts';
import { SecretUnreadable } from '../secrets.ts';

/** All data keys, wrapped, by their ids, and which of them seals: one record, so one atomic write. A key takes some 250 bytes, so that there is room for a thousand rotations. */
interface Ring {
  readonly current: string;
  readonly keys: Readonly<Record<string, string>>;
}

const rings = collection<Ring>('secret_keys', {});
const ringKey = 'ring';

/** How long a ring is believed to be the latest, and how long an opened key is held, ms: then whoever keeps it is asked again, and may say no. */
const ringMs = 300_000;
const openedMs = 3_600_000;
const tries = 5;

export interface DataKey {
  readonly id: string;
  readonly plain: Buffer;
}

/** The data keys of an installation: kept in the store, opened by the keeper, held in memory for a while. */
export function keyRing(store: Store, keeper: Keeper, clock: Clock) {
  let held: { readonly stored: Stored<Ring>; readonly until: number } | undefined;
  const opened = new Map<string, { readonly plain: Promise<Buffer>; readonly until: number }>();

  async function load(): Promise<Stored<Ring> | null> {
    const stored = await store.get(rings, ringKey);
    if (stored) held = { stored, until: clock.now() + ringMs };
    return stored;
  }

  async function add(before: Stored<Ring> | null): Promise<Stored<Ring>> {
    const { plain, wrapped } = await keeper.make();
    const id = randomBytes(8).toString('hex');
    const value: Ring = { current: id, keys: { ...before?.value.keys, [id]: wrapped } };
    const version = await store.put(rings, ringKey, value, { expect: before?.version ?? 0 });
    opened.set(id, { plain: Promise.resolve(plain), until: clock.now() + openedMs });
    const stored = { key: ringKey, version, value };
    held = { stored, until: clock.now() + ringMs };
    return stored;
  }

  /** Reads and writes again while another process writes too. */
  async function insisting<T>(work: () => Promise<T>): Promise<T> {
    for (let i = 1; ; i++) {
      try {
        return await work();
      } catch (cause) {
        if (!(cause instanceof VersionConflict) || i === tries) throw cause;
      }
    }
  }

  const latest = async () => (held && clock.now() < held.until ? held.stored : insisting(async () => (await load()) ?? add(null)));

  function open(id: string, wrapped: string): Promise<Buffer> {
    const before = opened.get(id);
    if (before && clock.now() < before.until) return before.plain;
    const plain = keeper.unwrap(wrapped).then(async (key) => {
      if (key.wrapped !== wrapped) await rewrap(id, wrapped, key.wrapped);
      return key.plain;
    });
    opened.set(id, { plain, until: clock.now() + openedMs });
    plain.catch(() => opened.delete(id));
    return plain;
  }

  /** The keeper's key changed. What fails of it is done when the key is next opened. */
  async function rewrap(id: string, before: string, after: string): Promise<void> {
    try {
      const stored = await load();
      if (stored?.value.keys[id] !== before) return;
      await store.put(rings, ringKey, { ...stored.value, keys: { ...stored.value.keys, [id]: after } }, { expect: stored.version });
      held = undefined;
    } catch (cause) {
      if (!(cause instanceof VersionConflict || cause instanceof StorageFailed)) throw cause;
    }
  }

  return {
    /** The key to seal with; made when there is none. */
    async current(): Promise<DataKey> {
      const { value } = await latest();
      return { id: value.current, plain: await open(value.current, value.keys[value.current] ?? '') };
    },
    /** The id of the key to seal with, without opening it. */
    currentId: async (): Promise<string> => (await latest()).value.current,
    /** Throws SecretUnreadable when there is no such key. */
    async byId(id: string): Promise<Buffer> {
      const wrapped = held?.stored.value.keys[id] ?? (await load())?.value.keys[id];
      if (wrapped === undefined) throw new SecretUnreadable('A secret', 'the key that it was sealed with is not here');
      return open(id, wrapped);
    },
    /** Makes a new key to seal with; needs none of the former ones. */
    async rotate(): Promise<void> {
      await insisting(async () => add(await load()));
    },
  };
}
