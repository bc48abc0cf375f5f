import { finished, taken } from '../transition.ts';
import type { Core } from './core.ts';
import type { CommandItem } from './item.ts';
import type { Errand } from './messages.ts';
import type { AwsSettled } from './options.ts';

/** Why a command whose message came too often is dead. */
const reason = 'Its message came again and again, and was never done with: whatever took it was stopped each time.';

/** Makes dead letters of what queues put aside. An admin sees and redrives them like all others. */
export function burying({ commands, tell }: Pick<Core, 'commands' | 'tell'>, { clock, attemptsMax }: AwsSettled) {
  return async (errand: Errand, id: string): Promise<'ok' | 'retry'> => {
    let isHeld = false;
    const change = await commands.change(id, (item) => {
      const due = errand === 'run' ? item.runDue : item.sendDue;
      isHeld = due !== null && due > clock.now() && isUnderWay(errand, item);
      if (due === null || due > clock.now()) return null;
      return errand === 'run' ? deadRun(item) : deadDelivery(item);
    });
    if (change) await tell(change);
    return isHeld ? 'retry' : 'ok';
  };

  function deadRun(item: CommandItem): CommandItem {
    const now = clock.now();
    // As if taken once more: whoever held it has lost it, and what would have woken it stays with it.
    const held = { ...(taken(item, now, 0) ?? item), attempt: item.attempt };
    return finished(held, { state: 'dead', replies: [], reason }, { now, attemptsMax, delivered: false });
  }

  function deadDelivery(item: CommandItem): CommandItem {
    return { ...item, delivery: 'dead', sendDue: null, sendReason: reason, deadAt: item.deadAt ?? clock.now(), sendLease: item.sendLease + 1 };
  }
}

/** Put off, it has another message. */
const isUnderWay = (errand: Errand, item: CommandItem) => errand === 'deliver' || item.state === 'running';
