import { type Collection, type Store, VersionConflict } from './store.ts';

/**
 * Changes one record, read anew until nobody wrote in between. `to` gets null where there is none, and answers null to leave it as it is; it may be asked again. Answers what stands
 * then, and whether that was written here. Throws VersionConflict when others wrote before each of so many tries.
 */
export async function change<T>(
  store: Pick<Store, 'get' | 'put'>,
  collection: Collection<T>,
  key: string,
  to: (before: T | null) => T | null,
  triesMax: number,
): Promise<{ readonly value: T | null; readonly isWritten: boolean }> {
  for (let tries = 1; ; tries++) {
    const stored = await store.get(collection, key);
    const before = stored?.value ?? null;
    const after = to(before);
    if (after === null) return { value: before, isWritten: false };
    try {
      await store.put(collection, key, after, { expect: stored?.version ?? 0 });
      return { value: after, isWritten: true };
    } catch (cause) {
      if (!(cause instanceof VersionConflict) || tries === triesMax) throw cause;
    }
  }
}
