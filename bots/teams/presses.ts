import { hash } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { presses as limits } from './limits.ts';

/** A press as it was told: under this key it is one command. */
export interface Press {
  readonly key: string;
  /** To be called when it is kept. */
  kept(): void;
}

/** What says which button was pressed, and the id it is told under. */
export interface Told {
  readonly conversation: string;
  readonly card: string;
  readonly person: string;
  readonly token: string;
  readonly id: string;
}

interface First {
  readonly key: string;
  readonly at: number;
  /** How long the last telling of it waited until it was kept; undefined until then. */
  tookMs?: number;
}

/**
 * Tells a press that Teams tells again from one that is made again. When our answer is late Teams' client sends the press twice more, each time under a new id (msteams-docs "Respond to the
 * dialog submit action"; issue 5668 for submits): so the same button, pressed by the same person while the press before isn't kept or was kept too late to be answered in time, is that press.
 * That is as much as one process hears; what another hears of the same press is found to be it where it runs (shared/flow/presses.ts).
 */
export function presses(clock: Clock): (told: Told) => Press {
  const recent = new Map<string, First>();
  return ({ conversation, card, person, token, id }) => {
    const at = clock.now();
    const button = hash('sha256', JSON.stringify([conversation, card, person, token]), 'base64url');
    const before = recent.get(button);
    const again = before !== undefined && at - before.at < limits.retoldMs && (before.tookMs ?? Number.POSITIVE_INFINITY) > limits.lateMs;
    const first: First = again ? before : { key: `press:${card}:${id}@${conversation}`, at };
    if (!again) {
      recent.delete(button);
      if (recent.size >= limits.rememberedMax) recent.delete(recent.keys().next().value ?? '');
      recent.set(button, first);
    }
    return {
      key: first.key,
      kept() {
        first.tookMs = clock.now() - at;
      },
    };
  };
}
