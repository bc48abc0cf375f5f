import type { AnyCommand, AnyParams } from '../../shared/command/define.ts';
import { worded } from '../../shared/command/worded.ts';
import { type Access, needed } from '../../shared/people/rights.ts';
import { type Field, type Reply, reply } from '../../shared/reply/reply.ts';
import { marked, type Span, type Text } from '../../shared/reply/text.ts';
import { speak } from './words/speak.ts';

/** Ways to say a command that are shown; the others differ little. */
const waysMax = 6;

/** One command in depth: what it does, what to say, its parameters, examples; in a person's language. */
export function inDepth(definition: AnyCommand, locale: string): Reply {
  const { name, access = 'guest' } = definition;
  const { summary, phrases, examples, ask, about } = worded(definition, locale);
  const say = speak(locale);
  const [example] = examples;
  return reply(marked`*${name}*: ${summary}`, {
    fields: [
      ...listed(say.say, phrases.slice(0, waysMax), moreWays(phrases.length - waysMax)),
      ...Object.entries<AnyParams[string]>(definition.params).map(([param, kind]) => ({
        name: param,
        value: described(about(param) || ask(param), kind),
      })),
      ...listed(examples.length === 1 ? say.example : say.examples, examples),
      ...(access === 'guest' ? [] : [{ name: say.who, value: whoMay(access) }]),
    ],
    // A command with nothing to ask for can be run right here.
    ...(Object.keys(definition.params).length === 0 ? { actions: [definition.with({}, { locale })] } : {}),
    speech: `${name}: ${summary}.${example ? ` ${say.forExample(example)}` : ''}`,
    asks: true,
  });

  function moreWays(count: number): readonly Span[] {
    return count > 0 ? [`\n${say.moreWays(count)}`] : [];
  }

  function whoMay(needs: Access): string {
    return typeof needs === 'string' ? say.andAbove(needs) : say.andAdmins(needed(needs, locale));
  }

  function described(what: string, { kind, optional, default: value, print, printIn }: AnyParams[string]): Text {
    const must = value === undefined ? (optional ? say.mayBeLeftOut : say.askedFor) : say.leftOut(printIn?.(value, locale) ?? print(value));
    return `${what} (${say.kinds[kind] ?? kind}; ${must})`;
  }
}

function listed(name: string, lines: readonly string[], more: readonly Span[] = []): Field[] {
  if (lines.length === 0) return [];
  return [{ name, value: [...lines.flatMap((line, i): Span[] => [...(i === 0 ? [] : ['\n']), { code: line }]), ...more] }];
}
