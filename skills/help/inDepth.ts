import type { AnyCommand, AnyParams } from '../../shared/command/define.ts';
import { type Access, needed } from '../../shared/people/rights.ts';
import { type Field, type Reply, reply } from '../../shared/reply/reply.ts';
import { marked, type Span, type Text } from '../../shared/reply/text.ts';

/** Ways to say a command that are shown; the others differ little. */
const waysMax = 6;

/** One command in depth: what it does, what to say, its parameters, examples. */
export function inDepth(definition: AnyCommand): Reply {
  const { name, summary, phrases = [], examples = [], access = 'guest' } = definition;
  const params = Object.entries<AnyParams[string]>(definition.params);
  const [example] = examples;
  return reply(marked`*${name}*: ${summary}`, {
    fields: [
      ...listed('Say', phrases.slice(0, waysMax), phrases.length - waysMax),
      ...params.map(([param, kind]) => ({ name: param, value: described(kind) })),
      ...listed(examples.length === 1 ? 'Example' : 'Examples', examples),
      ...(access === 'guest' ? [] : [{ name: 'Who', value: whoMay(access) }]),
    ],
    // A command with nothing to ask for can be run right here.
    ...(params.length === 0 ? { actions: [definition.with()] } : {}),
    speech: `${name}: ${summary}.${example ? ` For example: ${example}.` : ''}`,
    asks: true,
  });
}

const whoMay = (access: Access) => (typeof access === 'string' ? `${access} and above` : `${needed(access)}, and admins`);

function listed(name: string, lines: readonly string[], more = 0): Field[] {
  if (lines.length === 0) return [];
  const rest = more > 0 ? [`\nand ${more} more ${more === 1 ? 'way' : 'ways'}`] : [];
  return [{ name, value: [...lines.flatMap((line, i): Span[] => [...(i === 0 ? [] : ['\n']), { code: line }]), ...rest] }];
}

function described({ kind, summary, ask, optional, default: value, print }: AnyParams[string]): Text {
  const must = value === undefined ? (optional ? 'may be left out' : 'asked for when left out') : `${print(value)} when left out`;
  return `${summary || ask} (${kindNames[kind] ?? kind}; ${must})`;
}

const kindNames: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  yesNo: 'yes or no',
  url: 'a web address',
  duration: 'a length of time',
  dateTime: 'a time',
  timeZone: 'a time zone',
  commandName: 'a command',
  choice: 'one of a few words',
};
