import type { Depth } from '../../shared/inbox/inbox.ts';
import type { LogLine, World } from './world.ts';

/** Classes of error that nobody throws on purpose. */
const slips = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'AssertionError']);

/** Log lines that tell of a mistake of ours rather than of somebody else's. */
export function defectsIn(lines: readonly LogLine[]): LogLine[] {
  return lines.filter(
    ({ reason, msg, err }) => reason === 'defect' || reason === 'send' || reason === 'render' || msg.includes('defect') || slipIn(err),
  );
}

function slipIn(err: unknown): boolean {
  if (typeof err !== 'object' || err === null) return false;
  return 'type' in err && slips.has(String(err.type)) && !`${'stack' in err ? err.stack : ''}`.includes('fetch failed');
}

/** All that the platforms were told to show, as one text; what Alexa says stands in the answers themselves. */
export function heard({
  slack,
  telegram,
  teams,
  messenger,
  sms,
  email,
}: Pick<World, 'slack' | 'telegram' | 'teams' | 'messenger' | 'sms' | 'email'>): string {
  const sent = telegram.calls.filter(({ method, status }) => /^(send|edit)/.test(method) && status === 200).map(({ payload }) => payload);
  const put = teams.calls.filter(({ kind, status }) => status === 201 || (kind === 'update' && status === 200)).map(({ body }) => body);
  const told = messenger.calls.filter(({ status }) => status === 200).map(({ body }) => body);
  const texts = sms.calls.filter(({ status }) => status === 201).map(({ form }) => form);
  return JSON.stringify([slack.posted, sent, put, told, texts, email.delivered.map(({ raw }) => raw.toString())]);
}

/** Waits until nothing is queued, running or to be delivered. Throws when that takes longer than `withinMs`. */
export function quiet(world: Pick<World, 'depth'>, withinMs = 10_000): Promise<void> {
  return until(world, withinMs, ({ undelivered }) => undelivered);
}

/** Waits until nothing is queued or running: answers may still be on their way, for a conversation takes one a second. */
export function ended(world: Pick<World, 'depth'>, withinMs = 10_000): Promise<void> {
  return until(world, withinMs, () => 0);
}

async function until(
  { depth, lines }: Pick<World, 'depth'> & Partial<Pick<World, 'lines'>>,
  withinMs: number,
  more: (depth: Depth) => number,
): Promise<void> {
  const end = Date.now() + withinMs;
  for (;;) {
    const queue = await depth();
    const { alert, interactive, report } = queue.waiting;
    const open = alert.count + interactive.count + report.count + queue.running + more(queue);
    if (open === 0) return;
    if (Date.now() > end)
      throw new Error(
        `${open} commands are still open: ${JSON.stringify(queue)}. What was not delivered: ${JSON.stringify(lines?.filter(({ msg }) => msg.includes('not delivered')).slice(-3))}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
