import type { Place } from '../../shared/channel/inbound.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { optOutBook } from '../../shared/people/opt-outs.ts';

/** Whether somebody is written to, on channels whose people end that with a word. */
export interface OptOut {
  /** Whether that is so there. */
  isFor(place: Place): boolean;
  end(place: Place): Promise<void>;
  begin(place: Place): Promise<void>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    optOut: OptOut;
  }
}

export function optOutIn({ store, clock, optOut }: Pick<SkillDeps, 'store' | 'clock' | 'optOut'>): OptOut {
  const { end, begin } = optOutBook(store, clock);
  return { isFor: ({ channel }) => optOut(channel), end, begin };
}
