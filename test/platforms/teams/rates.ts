/** As the platform counts them. Source: msteams-docs, rate limits for bots. */
const perConversation = [
  { count: 7, ms: 1_000 },
  { count: 8, ms: 2_000 },
  { count: 60, ms: 30_000 },
  { count: 1_800, ms: 3_600_000 },
];
const perTenant = [{ count: 50, ms: 1_000 }];

/** Counts what was sent in sliding windows. */
export interface Rates {
  /** Counts one; answers 0 when it is within the limits, else how many ms until it would be, uncounted. */
  count(conversation: string): number;
}

export function rates(now: () => number): Rates {
  const sent = new Map<string, number[]>();
  const waitFor = (times: readonly number[], windows: typeof perTenant) =>
    Math.max(
      0,
      ...windows.map(({ count, ms }) => {
        const oldest = times.at(-count);
        return oldest === undefined ? 0 : oldest + ms - now();
      }),
    );
  return {
    count(conversation) {
      const here = sent.get(conversation) ?? [];
      const all = sent.get('') ?? [];
      const wait = Math.max(waitFor(here, perConversation), waitFor(all, perTenant));
      if (wait > 0) return wait;
      for (const [key, times] of [
        [conversation, here],
        ['', all],
      ] as const) {
        times.push(now());
        sent.set(key, times.slice(-1_800));
      }
      return 0;
    },
  };
}
