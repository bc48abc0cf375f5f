import { answers, cpuUs } from '../process/answers.ts';

/** Loaded beside the product (`node --import`), so that its process can be asked what it uses. Needs `--expose-gc`. */
answers({
  cpu: cpuUs,
  /** Resident memory once garbage is collected, bytes. */
  async memory(): Promise<number> {
    for (let turn = 0; turn < 3; turn++) {
      globalThis.gc?.();
      // What the collection let go of is given back in a later turn.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return process.memoryUsage.rss();
  },
});
