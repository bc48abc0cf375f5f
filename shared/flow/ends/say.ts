import type { Command } from '../../command/command.ts';
import { inLanguages, type Language } from '../../language/languages.ts';
import { type Reply, reply } from '../../reply/reply.ts';
import { spansOf } from '../../reply/text.ts';
import { speak } from './words/speak.ts';

/** What is said of a command's end, in one language. */
const saying = (language: Language) => {
  const words = speak(language);
  return {
    /** `where`: the channel on which the answer follows; null: it is kept until they ask. */
    later: (where: string | null): Reply => reply(where === null ? words.laterKept : words.later(where)),

    /** The last of these answers, and that something else waits for them. */
    alsoKept: (replies: readonly Reply[]): readonly Reply[] => {
      const last = replies.at(-1) ?? reply(words.doneAlone);
      const ended = (said: string) => `${/[.!?…]$/.test(said) ? said : `${said}.`} ${words.alsoKept}`;
      const said = last.speech === undefined ? { text: [...spansOf(last.text), '\n', words.alsoKept] } : { speech: ended(last.speech) };
      return [...replies.slice(0, -1), { ...last, ...said }];
    },

    cancelled: (name: string): Reply => reply(words.cancelled(name)),

    gaveUp: ({ name, trace }: Command): Reply => reply(words.gaveUp(name, trace), { severity: 'error' }),
  };
};

/** What is said of a command's end by who did not run it, in a person's language: a voice knows no more of the flow's words. */
export const sayEndIn = inLanguages({ en: saying('en'), de: saying('de') });
