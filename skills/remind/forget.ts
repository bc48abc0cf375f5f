import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { numberWord } from '../../shared/command/kinds/numberWords.ts';
import { nthOf } from '../../shared/command/nth.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { forgetMe } from '../people/forgetMe.ts';
import { speak } from './words/speak.ts';

type Gone = NonNullable<Awaited<ReturnType<Context['reminders']['forget']>>>;
type Waiting = Awaited<ReturnType<Context['reminders']['list']>>[number];

/** `forget 2`, `forget stretch`: takes one of one's own reminders away, by its number in `reminders`, its id, or words in it. */
export const forget = command({
  name: 'forget',
  summary: 'Forget a reminder',
  phrases: ['forget {which}', 'forget reminder {which}', 'forget the reminder {which}', 'delete reminder {which}'],
  params: {
    which: text({ ask: 'Which reminder? Tell me its number in your list of reminders, or words in it.', summary: 'Its number, or words in it' }),
  },
  examples: ['forget 1', 'forget stretch'],
  label: 'Forget',
  in: {
    de: {
      summary: 'Vergisst eine Erinnerung',
      label: 'Vergessen',
      phrases: ['vergiss {which}', 'vergiss erinnerung {which}', 'vergiss die erinnerung {which}', 'lösche erinnerung {which}'],
      examples: ['vergiss 1', 'vergiss Tee'],
      params: {
        which: { ask: 'Welche Erinnerung? Sag mir ihre Nummer in deiner Liste oder Worte darin.', summary: 'Ihre Nummer oder Worte darin' },
      },
    },
  },
  async run({ which }, context): Promise<Reply> {
    const { locale } = context.person;
    const say = speak(locale);
    if (/^((all about )?me|mich)$/i.test(which.trim())) return themselves(locale);
    const found = await matching(which.trim(), context);
    const [only, second] = found;
    if (second) return whichOf(found, which, context);
    const gone = only && (await context.reminders.forget(context.person.id, only.id));
    if (!gone) {
      return reply(say.noneFits(shorten(which, 80)), { severity: 'warning', speech: say.sayNoneFits });
    }
    // By its id: its number, and what fits the words, may be another by then.
    if (gone.at > context.now()) context.undoWith(gone, { which: gone.id });
    const says = sayWhen(gone.at, gone.timeZone, context.now(), locale);
    return reply(say.forgotten(gone.what, says), { severity: 'success', speech: say.sayForgotten(shorten(gone.what, 200)) });
  },
  undoMs: 86_400_000,
  async undo(_, result, { reminders, person: { locale }, now }) {
    const gone = result as Gone;
    const say = speak(locale);
    const when = sayWhen(gone.at, gone.timeZone, now(), locale);
    if (gone.at <= now()) throw new Refusal('reminder_past', say.tooLateToBringBack(when));
    await reminders.restore(gone, locale);
    return reply(say.willRemind(gone.what, when, gone.timeZone, ''), { severity: 'success' });
  },
});

/** "forget me" is no reminder: it is asked whether all of the person is meant. */
const themselves = (locale: string): Reply => reply(speak(locale).reminderOrAll, { visibility: 'private', actions: [forgetMe.with({}, { locale })] });

/** Reminders to choose from at once. */
const choicesMax = 10;

/** By button; and by its number, for where there are none. */
function whichOf(found: readonly Match[], which: string, { person: { locale }, now }: Context): Reply {
  const say = speak(locale);
  const when = ({ at, timeZone }: Match) => sayWhen(at, timeZone, now(), locale);
  const shown = found.slice(0, choicesMax);
  const first = shown[0]?.nth ?? 1;
  const lines = shown.map((one) => `${one.nth}. ${shorten(one.what, 100)} – ${when(one)} (${one.timeZone})`);
  const spoken = shown.slice(0, 3).map((one) => say.nth(one.nth, `${shorten(one.what, 60)}, ${when(one)}`));
  return reply([say.severalFit(found.length, shorten(which, 80)), ...lines, say.whichOne(first)].join('\n'), {
    visibility: 'private',
    actions: shown.map(({ id, what }) => forget.with({ which: id }, { label: shorten(what, 60) })),
    speech: [say.saySeveralFit(found.length), ...spoken, say.sayWhichOne(first)].join(' '),
    asks: true,
  });
}

/** One that fits, with its number in the list. */
type Match = Pick<Waiting, 'id' | 'what' | 'at' | 'timeZone'> & { readonly nth: number };

async function matching(which: string, { reminders, person }: Context): Promise<readonly Match[]> {
  // An id is taken as it is: the list may lag behind.
  if (/^[0-9a-f]{24}$/.test(which)) return [{ id: which, what: '', at: 0, timeZone: 'UTC', nth: 0 }];
  const waiting = (await reminders.list(person.id)).map((one, i) => ({ ...one, nth: i + 1 }));
  // A voice writes a number as it likes: "2", "two", "number two", "the second one".
  const number = /^#?(\d{1,3})\.?$/.exec(which)?.[1] ?? numberWord(which) ?? nthOf(which, waiting.length);
  if (number !== undefined) {
    const nth = waiting[Number(number) - 1];
    return nth ? [nth] : [];
  }
  const words = which.toLowerCase().replace(/^(to|about|of)\s+/, '');
  const exact = waiting.filter(({ what }) => what.toLowerCase() === words);
  return exact.length > 0 ? exact : waiting.filter(({ what }) => what.toLowerCase().includes(words));
}
