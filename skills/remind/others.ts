import { Refusal } from '../../shared/errors.ts';
import { speak } from './words/speak.ts';

/**
 * Throws Refusal when the words would remind somebody else ("remind @kim …", "remind us …", "remind Kim to …"): who asks would be told, and the other never hear of it.
 * `what` is what was read as the thing to remind of; `words` is the line as it was said, if it was.
 */
export function refuseOthers(words: string | undefined, what: string, locale: string): void {
  const whom = /^(?:remind\s+(?!me\b)|erinnere?\s+(?!mich\b))(\S+)/i.exec(words?.trim() ?? '')?.[1];
  if (whom === undefined || !what.startsWith(whom)) return;
  const isNamed =
    /^(?:@.|<@|(?:us|him|her|them|everyone|everybody|uns|ihn|ihr|sie|alle)$)/i.test(whom) ||
    /^\s+(?:to|an|daran)\s+\S/i.test(what.slice(whom.length));
  if (!isNamed) return;
  const say = speak(locale);
  throw new Refusal('reminder_for_another', say.forAnother(whom), { hint: say.forYourself });
}
