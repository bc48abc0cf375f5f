import { workIndex } from '../../aws/table.ts';
import type { Commands } from './commands.ts';
import { dueOf } from './due.ts';
import { pages } from './entries.ts';
import type { CommandItem } from './item.ts';
import { Lines } from './lines.ts';
import { type Errand, messageOf, queueOf, send } from './messages.ts';
import type { AwsInboxParts, AwsSettled } from './options.ts';
import { delayMaxMs, leadMs, openWork } from './places.ts';

/** What comes due is not looked at before it is so late, ms: its message is likely to be there already. */
const graceMs = 5_000;
/** Entries of a page, and of one sweep. */
const pageMax = 100;
const looksMax = 5_000;
/** Messages sent side by side. */
const atOnce = 10;

/** What a sweep did: messages sent, and commands that are overdue and were left, for they wait in a queue. */
export interface Swept {
  readonly sent: number;
  readonly left: number;
}

/**
 * Sends a message for each open command that is overdue and has none: accepted and never told, held by a process that died, ended and not delivered; and for what is due within
 * 15 minutes and was too far off before. It is the answer to every message that was lost. Once a minute; stops in time for `until`, ms since 1970.
 */
export function openWorkSweeper(parts: AwsInboxParts, commands: Commands, settled: AwsSettled): (until: number) => Promise<Swept> {
  const { clock, patienceMs, report } = settled;

  return async (until) => {
    const lines = new Lines(parts, commands, settled);
    let [sent, left, looks] = [0, 0, 0];
    const count = (was: 'sent' | 'left' | null) => {
      if (was === 'sent') sent++;
      if (was === 'left') left++;
    };
    for (const partition of openWork.all) {
      for await (const page of pages(parts.table, { index: workIndex, partition, until: clock.now() - graceMs, most: pageMax })) {
        const items = await commands.readAll(page.map(({ key }) => key));
        for (let i = 0; i < items.length; i += atOnce) {
          for (const was of (await Promise.all(items.slice(i, i + atOnce).map((item) => look(item, lines)))).flat()) count(was);
        }
        looks += page.length;
        if (clock.now() >= until || looks >= looksMax) return { sent, left };
      }
    }
    return { sent, left };
  };

  async function look(item: CommandItem, lines: Lines): Promise<readonly ('sent' | 'left')[]> {
    const now = clock.now();
    // Another sweep, or whoever changed it, has moved it on since the index said so.
    if (item.lookAt === null || item.lookAt > now) return [];
    const due = dueOf(item, now, settled);
    if (due.lookAt !== null) return lookAhead(item, due.lookAt, now);
    const errands = (['run', 'deliver'] as const).filter((errand) => (errand === 'run' ? due.run : due.send));
    const told: Errand[] = [];
    for (const errand of errands) if (await lines.takes(queueOf(parts.queues, errand, item), now - item.lookAt)) told.push(errand);
    if (told.length === 0) return ['left'];
    // Moved on before it is sent: another sweep sends no second one, and when this one isn't sent it is found again.
    if (!(await commands.lookLater(item, Math.round(now + patienceMs)))) return [];
    await Promise.all(told.map((errand) => tell(errand, item, 0)));
    return told.map(() => 'sent');
  }

  /** Nothing is due yet: it is held, or was too far off for a message when it was put off. */
  async function lookAhead(item: CommandItem, lookAt: number, now: number): Promise<readonly ('sent' | 'left')[]> {
    const since = item.lookAt ?? now;
    const isAhead = (due: number | null): due is number => due !== null && due - now <= delayMaxMs && due - since >= leadMs;
    if (!(await commands.lookLater(item, lookAt))) return [];
    const told: Promise<void>[] = [];
    if (item.state !== 'running' && isAhead(item.runDue)) told.push(tell('run', item, item.runDue - now));
    if (isAhead(item.sendDue)) told.push(tell('deliver', item, item.sendDue - now));
    await Promise.all(told);
    return told.map(() => 'sent');
  }

  async function tell(errand: Errand, item: CommandItem, delayMs: number): Promise<void> {
    try {
      await send(parts.sqs, queueOf(parts.queues, errand, item), messageOf(item, errand), { delayMs });
    } catch (cause) {
      report('The message of an overdue command could not be sent: the next sweep tries again.', cause);
    }
  }
}
