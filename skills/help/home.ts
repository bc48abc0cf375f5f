import type { Context } from '../../shared/command/context.ts';
import { type AnyCommand, command } from '../../shared/command/define.ts';
import { worded } from '../../shared/command/worded.ts';
import { languageOf } from '../../shared/language/languages.ts';
import { may } from '../../shared/people/rights.ts';
import type { Action } from '../../shared/reply/action.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { marked, type Span, spansOf } from '../../shared/reply/text.ts';
import { help } from './help.ts';
import { speak } from './words/speak.ts';

/** Commands that are offered as buttons. */
const offeredMax = 6;

/** A person's start page: what of theirs is going on, each as its own command tells it, and what can be done. */
export const home = command({
  name: 'home',
  summary: 'Your start page: what is going on, and what I can do',
  phrases: ['start page', 'my start page'],
  hidden: true,
  async run(_, context): Promise<Reply> {
    const { person } = context;
    const { locale } = person;
    const say = speak(locale);
    const mine = context.catalogue.all.filter((one) => !one.hidden && may(person, one.access));
    const told = await Promise.all(mine.filter(({ onHome }) => onHome).map((one) => section(one, context)));
    const offered = mine.filter(({ name, onHome }) => name !== 'help' && !onHome);
    const lines = offered
      .map((one) => worded(one, locale))
      .flatMap(({ examples: [example], summary }): readonly Span[] => (example ? ['\n', ...marked`\`${example}\` – ${summary}`] : []));
    return reply([{ bold: say.greet(person.name) }, ...told.flatMap(({ text }) => text), '\n\n', { bold: say.whatYouCanSay }, ...lines], {
      visibility: 'private',
      actions: [
        ...told.flatMap(({ actions }) => actions),
        ...offered
          .filter(isPlain)
          .slice(0, offeredMax)
          .map((one) => button(one, locale)),
        help.with({}, { locale }),
      ],
      speech: [...told.map(({ speech }) => speech), say.sayHelp].join(' '),
      asks: true,
    });
  },
});

interface Section {
  readonly text: readonly Span[];
  readonly actions: readonly Action[];
  readonly speech: string;
}

/** What a command answers, below its name, a table's rows as lines. One that fails leaves its part out: the page stands all the same. */
async function section(definition: AnyCommand, context: Context): Promise<Section> {
  const nothing = { text: [], actions: [], speech: '' };
  try {
    const answered = await definition.run({}, context);
    const [first] = Array.isArray(answered) ? answered : [answered];
    if (first === undefined || !('text' in first)) return nothing;
    const { text, table, actions = [], speech = '' } = first as Reply;
    const rows = table?.rows.flatMap((cells): readonly Span[] => ['\n', cells.filter((cell) => cell !== '').join(' – ')]) ?? [];
    return { text: [...marked`\n\n*${worded(definition, context.person.locale).summary}*\n`, ...spansOf(text), ...rows], actions, speech };
  } catch {
    return nothing;
  }
}

/** Those that a press can begin well: with nothing, or with a form for a few things. */
const isPlain = ({ params }: AnyCommand) => Object.keys(params).length <= 2;
const button = (definition: AnyCommand, locale: string) =>
  definition.with({}, { label: definition.in?.[languageOf(locale)]?.label ?? definition.label ?? definition.name });
