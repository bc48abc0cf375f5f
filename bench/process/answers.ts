/** What a child can be asked, by name. */
export type Answers = Readonly<Record<string, (about: never) => unknown>>;

/** The child's side of `startChild`: says that it is ready, and answers what it is asked, one after the other. */
export function answers(to: Answers): void {
  let former: Promise<unknown> = Promise.resolve();
  process.on('message', (sent) => {
    const { id, question, about } = sent as { id: number; question: string; about: never };
    former = former
      .then(async () => {
        const answer = to[question];
        if (!answer) throw new Error(`I can't be asked ${question}.`);
        return { id, answer: await answer(about) };
      })
      .catch((cause) => ({ id, error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }))
      .then((message) => process.send?.(message));
  });
  process.once('disconnect', () => process.exit());
  process.send?.({ ready: true });
}

/** CPU time of this process so far, user and system, all its threads, microseconds. */
export function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Resident memory of this process, bytes: as it stands, and once garbage is collected and given back. Needs `--expose-gc`. */
export async function memoryBytes(): Promise<{ readonly standing: number; readonly collected: number }> {
  const standing = process.memoryUsage.rss();
  for (const flavor of ['regular', 'last-resort', 'last-resort'] as const) {
    // V8 keeps freed pages for a while; as a last resort it gives them back.
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { standing, collected: process.memoryUsage.rss() };
}
