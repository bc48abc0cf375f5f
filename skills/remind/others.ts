import { Refusal } from '../../shared/errors.ts';

/**
 * Throws Refusal when the words would remind somebody else ("remind @kim …", "remind us …", "remind Kim to …"): who asks would be told, and the other never hear of it.
 * `what` is what was read as the thing to remind of; `words` is the line as it was said, if it was.
 */
export function refuseOthers(words: string | undefined, what: string): void {
  const whom = /^remind\s+(?!me\b)(\S+)/i.exec(words?.trim() ?? '')?.[1];
  if (whom === undefined || !what.startsWith(whom)) return;
  const isNamed = /^(?:@.|<@|(?:us|him|her|them|everyone|everybody)$)/i.test(whom) || /^\s+to\s+\S/i.test(what.slice(whom.length));
  if (!isNamed) return;
  throw new Refusal('reminder_for_another', `A reminder is told to the person who asks for it, so I can't remind ${whom}.`, {
    hint: 'For yourself, say “remind me …”.',
  });
}
