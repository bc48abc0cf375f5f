/** So many at once: enough to keep a connection's waits apart, few enough for any quota. */
const atOnce = 16;

/** Does it to all, some of them at once, in order; answers how many answered true. Throws what the first failure throws. */
export async function sideBySide<T>(all: readonly T[], act: (one: T) => Promise<boolean>): Promise<number> {
  const rest = all.values();
  let count = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      // One iterator for all of them: each takes the next.
      for (const one of rest) if (await act(one)) count++;
    }),
  );
  return count;
}
