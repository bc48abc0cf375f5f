import type { LogLine, World } from './world.ts';

/** Classes of error that nobody throws on purpose. */
const slips = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'AssertionError']);

/** Log lines that tell of a mistake of ours rather than of somebody else's. */
export function defectsIn(lines: readonly LogLine[]): LogLine[] {
  return lines.filter(({ reason, msg, err }) => reason === 'defect' || reason === 'send' || msg.includes('defect') || slipIn(err));
}

function slipIn(err: unknown): boolean {
  if (typeof err !== 'object' || err === null) return false;
  return 'type' in err && slips.has(String(err.type)) && !`${'stack' in err ? err.stack : ''}`.includes('fetch failed');
}

/** All that the platforms were told, as one text; what Alexa says stands in the answers themselves. */
export function heard({ slack, telegram, teams }: Pick<World, 'slack' | 'telegram' | 'teams'>): string {
  const sent = telegram.calls.filter(({ method, status }) => method.startsWith('send') && status === 200).map(({ payload }) => payload);
  return JSON.stringify([slack.posted, sent, teams.calls.filter(({ status }) => status === 201).map(({ body }) => body)]);
}

/** Waits until nothing is queued, running or to be delivered. Throws when that takes longer than `withinMs`. */
export async function quiet(world: Pick<World, 'local'>, withinMs = 10_000): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    const { waiting, running, undelivered } = (await world.local().status()).queue;
    const open = waiting.alert.count + waiting.interactive.count + waiting.report.count + running + undelivered;
    if (open === 0) return;
    if (Date.now() > until) throw new Error(`${open} commands are still open.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
