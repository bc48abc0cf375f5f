import { parseArguments } from '../../shared/command/arguments.ts';
import { type Catalogue, closest } from '../../shared/command/catalogue.ts';
import type { Context } from '../../shared/command/context.ts';
import { type AnyCommand, command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { may } from '../../shared/people/rights.ts';
import type { Action } from '../../shared/reply/action.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { marked, type Span, shorten } from '../../shared/reply/text.ts';
import { inDepth } from './inDepth.ts';

/** `help`: what a person can do here; with a name, one command in depth. It is also what words that nothing understood come to. */
export const help = command({
  name: 'help',
  summary: 'What I can do here',
  phrases: ['help me', 'help me with {about}', 'what can you do', 'what can i say'],
  params: { about: text({ optional: true, summary: 'A command, to see it in depth' }) },
  examples: ['help', 'help check'],
  label: 'Help',
  run({ about }, context) {
    const words = context.command.raw.text?.trim();
    if (words && !asksForHelp(words)) return notUnderstood(words, context);
    if (about === undefined) return overview(context);
    const name = about.split(/\s/, 1)[0]?.replace(/^\//, '').toLowerCase() ?? '';
    const found = context.catalogue.byName(name);
    return found && isFor(context)(found) ? inDepth(found) : notUnderstood(about, context);
  },
});

/** Whether a command is listed, and this person may run it. */
const isFor =
  ({ person }: Context) =>
  (definition: AnyCommand) =>
    !definition.hidden && may(person, definition.access);

const asksForHelp = (words: string) => /^(help|what can (you do|i say))(?![\w-])/i.test(words);

function overview(context: Context): Reply {
  const listed = context.catalogue.all.filter(isFor(context));
  const lines = listed.flatMap((definition): Span[] => [
    '\n',
    ...marked`*${definition.name}* – ${definition.summary}`,
    ...(definition.examples?.[0] ? marked`: \`${definition.examples[0]}\`` : []),
  ]);
  const spoken = listed.flatMap((definition) => definition.examples?.[0] ?? []).filter((example) => !example.startsWith('help'));
  return reply(['Here is what I can do. ', ...marked`\`help check\` shows one of them in depth.`, ...lines], {
    speech:
      spoken.length === 0
        ? 'There is nothing you can run yet.'
        : `You can say, for example: ${spoken.slice(0, 3).join('; or: ')}. What would you like?`,
    asks: true,
  });
}

function notUnderstood(words: string, context: Context): Reply {
  const near = nearest(words, context);
  const shown = shorten(words.replace(/\s+/g, ' '), 80);
  const [only] = near;
  if (!only) {
    return reply(marked`I don't know “${shown}”. \`help\` shows what I can do.`, {
      actions: [help.with()],
      speech: `I don't know ${shorten(shown, 40)}. Say help to hear what I can do.`,
      asks: true,
    });
  }
  return reply(
    near.length === 1 ? marked`I don't know “${shown}”. Did you mean \`${only.label}\`?` : `I don't know “${shown}”. Did you mean one of these?`,
    {
      actions: [...near, help.with()],
      speech: `I don't know ${shorten(shown, 40)}. Did you mean ${near.map(({ label }) => label).join(', or ')}?`,
      asks: true,
    },
  );
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
    const parsed = rest === '' ? undefined : parseArguments(definition, { text: line }, parsing);
    return parsed && 'values' in parsed
      ? definition.with(parsed.values, { label: shorten(line, 60) })
      : definition.with({}, { label: definition.name });
  });
}

function permitted(context: Context): Catalogue {
  return { ...context.catalogue, all: context.catalogue.all.filter(isFor(context)) };
}
