import type { Context } from '../../shared/command/context.ts';
import { Refusal } from '../../shared/errors.ts';
import { speak } from './words/speak.ts';

/** Where a household speaks, nobody hears or deletes what one of it has on other channels. Throws Refusal. */
export function refuseByVoice({ voices, command, person }: Context): void {
  if (!voices(command.place.channel) || person.speaksAs === undefined) return;
  const say = speak(person.locale);
  throw new Refusal('not_by_voice', say.notByVoice, { hint: say.askInWriting });
}
