import type { Series } from '../../shared/series/series.ts';

/** Series that are opened at their first use: who has no checks pays nothing for them. What `open` throws is thrown, and it is tried again with the next. */
export function lazySeries<S extends Series>(open: () => Promise<S>): Series & { opened(): Promise<S> | undefined } {
  let opened: Promise<S> | undefined;
  const series = () => {
    opened ??= open().catch((cause: unknown) => {
      opened = undefined;
      throw cause;
    });
    return opened;
  };
  return {
    append: async (samples) => (await series()).append(samples),
    read: async (...what) => (await series()).read(...what),
    drop: async (name) => (await series()).drop(name),
    sweep: async (signal) => (await series()).sweep(signal),
    opened: () => opened,
  };
}
