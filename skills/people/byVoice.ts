import type { Context } from '../../shared/command/context.ts';
import { Refusal } from '../../shared/errors.ts';

/** Where a household speaks, nobody hears or deletes what one of it has on other channels. Throws Refusal. */
export function refuseByVoice({ voices, command, person }: Context): void {
  if (!voices(command.place.channel) || person.speaksAs === undefined) return;
  throw new Refusal('not_by_voice', 'Anyone in the room could ask me that.', { hint: 'Ask me where you write to me.' });
}
