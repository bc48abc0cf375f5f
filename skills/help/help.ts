import { parseArguments, shortfall } from '../../shared/command/arguments.ts';
import { type Catalogue, closest } from '../../shared/command/catalogue.ts';
import type { Context } from '../../shared/command/context.ts';
import { type AnyCommand, command } from '../../shared/command/define.ts';
import { Instead } from '../../shared/command/instead.ts';
import type { ParseContext } from '../../shared/command/kind.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { worded } from '../../shared/command/worded.ts';
import { may } from '../../shared/people/rights.ts';
import type { Action } from '../../shared/reply/action.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { marked, type Span, shorten, spansOf } from '../../shared/reply/text.ts';
import { inDepth } from './inDepth.ts';
import { speak } from './words/speak.ts';

/** Letters of a name that are enough to mean it. */
const beginningMin = 3;

/** `help`: what a person can do here; with a name, one command in depth. It is also what words that nothing understood come to. */
export const help = command({
  name: 'help',
  summary: 'What I can do here',
  phrases: ['help me', 'help me with {about}', 'what can you do', 'what can i say'],
  params: { about: text({ optional: true, summary: 'A command, to see it in depth' }) },
  examples: ['help', 'help check'],
  label: 'Help',
  in: {
    de: {
      summary: 'Was ich hier kann',
      label: 'Hilfe',
      phrases: ['hilfe', 'hilf mir', 'hilfe zu {about}', 'was kannst du', 'was kann ich sagen'],
      params: { about: { summary: 'Ein Befehl, um ihn genauer zu sehen' } },
    },
  },
  run({ about }, context) {
    const words = context.command.raw.text?.trim();
    if (words && !asksForHelp(words)) {
      const begun = begunBy(words, context);
      if (begun) throw new Instead(begun);
      return notUnderstood(words, context);
    }
    if (about === undefined) return overview(context);
    const name = about.split(/\s/, 1)[0]?.replace(/^\//, '').toLowerCase() ?? '';
    const found = context.catalogue.byName(name);
    return found && isFor(context)(found) ? inDepth(found, context.person.locale) : notUnderstood(about, context);
  },
});

/** Whether a command is listed, and this person may run it. */
const isFor =
  ({ person }: Context) =>
  (definition: AnyCommand) =>
    !definition.hidden && may(person, definition.access);

const asksForHelp = (words: string) => /^(help|what can (you do|i say)|hilfe|hilf mir|was kannst du|was kann ich sagen)(?![\w-])/i.test(words);

function overview(context: Context): Reply {
  const { locale } = context.person;
  const say = speak(locale);
  const listed = context.catalogue.all.filter(isFor(context)).map((definition) => ({ name: definition.name, ...worded(definition, locale) }));
  const lines = listed.flatMap(({ name, summary, examples }): Span[] => [
    '\n',
    ...marked`*${name}* – ${summary}`,
    ...(examples[0] ? marked`: \`${examples[0]}\`` : []),
  ]);
  const spoken = listed.filter(({ name }) => name !== 'help').flatMap(({ examples }) => examples[0] ?? []);
  return reply([say.canDo, ...spansOf(say.inDepth), ...lines], {
    speech: spoken.length === 0 ? say.nothingYet : say.youCanSay(spoken.slice(0, 3)),
    asks: true,
  });
}

function notUnderstood(words: string, context: Context): Reply {
  const near = nearest(words, context);
  const { locale } = context.person;
  const say = speak(locale);
  const shown = shorten(words.replace(/\s+/g, ' '), 80);
  const [only] = near;
  if (!only) {
    return reply(say.dontKnow(shown), { actions: [help.with({}, { locale })], speech: say.sayDontKnow(shorten(shown, 40)), asks: true });
  }
  return reply(near.length === 1 ? say.didYouMean(shown, only.label) : say.didYouMeanOne(shown), {
    actions: [...near, help.with({}, { locale })],
    speech: say.sayDidYouMean(
      shorten(shown, 40),
      near.map(({ label }) => label),
    ),
    asks: true,
  });
}

/** The closest commands as buttons: with the words given after the name, where they fit. */
function nearest(words: string, context: Context): Action[] {
  const trimmed = words.trim();
  const space = trimmed.search(/\s/);
  const rest = space < 0 ? '' : trimmed.slice(space).trim();
  const { command: asked, person } = context;
  const parsing = { saidAt: asked.saidAt, timeZone: person.timeZone, locale: person.locale };
  return closest(permitted(context), trimmed, 3).map((definition) => {
    const line = rest === '' ? definition.name : `${definition.name} ${rest}`;
    const values = rest === '' ? undefined : valuesIn(definition, line, parsing);
    return values ? definition.with(values, { label: shorten(line, 60) }) : definition.with({}, { label: definition.name });
  });
}

/** What a line gives of a command, where all of it fits; what is missing is asked for. */
function valuesIn(definition: AnyCommand, text: string, parsing: ParseContext): Readonly<Record<string, unknown>> | undefined {
  const parsed = parseArguments(definition, { text }, parsing);
  if (!('missing' in parsed)) return 'values' in parsed ? parsed.values : undefined;
  const values = Object.entries(shortfall(definition, { text }, parsing).given).flatMap(([name, words]) => {
    const given = definition.params[name]?.parse(words, parsing);
    return given?.ok ? [[name, given.value] as const] : [];
  });
  return values.length > 0 ? Object.fromEntries(values) : undefined;
}

/** What a beginning of one name alone means, with what it takes; undefined where it could mean several, changes something, or has words that are none of its. */
function begunBy(words: string, context: Context) {
  const [first = '', ...rest] = words.toLowerCase().split(/\s+/);
  const [only, second] = first.length < beginningMin ? [] : permitted(context).all.filter(({ name }) => name.startsWith(first));
  if (!only?.reads || second) return undefined;
  const text = `${only.name}${words.slice(first.length)}`;
  const { command: asked, person } = context;
  const parsing = { saidAt: asked.saidAt, timeZone: person.timeZone, locale: person.locale };
  const fits = rest.length === 0 || (Object.keys(only.params).length > 0 && 'values' in parseArguments(only, { text }, parsing));
  return fits ? { name: only.name, raw: { text }, saidAt: asked.saidAt } : undefined;
}

function permitted(context: Context): Catalogue {
  return { ...context.catalogue, all: context.catalogue.all.filter(isFor(context)) };
}
