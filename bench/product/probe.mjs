// Loaded beside the product (`node --import`), so that its process can be asked what it uses. Plain JavaScript: TypeScript here would load Node's compiler into the process that is measured.
const answers = {
  cpu() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** Resident memory, bytes: as it stands, and once garbage is collected and given back. */
  async memory() {
    const standing = process.memoryUsage.rss();
    for (let turn = 0; turn < 3; turn++) {
      // V8 keeps freed pages for a while; as a last resort it gives them back.
      globalThis.gc({ type: 'major', execution: 'sync', flavor: turn === 0 ? 'regular' : 'last-resort' });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return { standing, collected: process.memoryUsage.rss() };
  },
};

process.on('message', async ({ id, question }) => process.send({ id, answer: await answers[question]() }));
process.once('disconnect', () => process.exit());
// Being asked must not keep it from ending.
process.channel.unref();
process.send({ ready: true });
