/** Does it to all, `most` at a time, one batch after the other. */
export async function batched<T>(all: AsyncIterable<T>, most: number, act: (some: readonly T[]) => Promise<void>): Promise<void> {
  let some: T[] = [];
  for await (const one of all) {
    some.push(one);
    if (some.length < most) continue;
    await act(some);
    some = [];
  }
  if (some.length > 0) await act(some);
}
