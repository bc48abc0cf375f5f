import { languageOf } from '../language/languages.ts';
import type { AnyCommand } from './define.ts';

/** What of a definition people read, in their language: as its author wrote it there (`in`), else as the definition itself has it. */
export function worded(definition: AnyCommand, locale: string) {
  const { summary, label, phrases = [], examples = [], params } = definition;
  const there = definition.in?.[languageOf(locale)] ?? {};
  const said = { summary, phrases, examples, ...there };
  return {
    ...said,
    /** How its button reads. */
    label: there.label ?? there.summary ?? label ?? summary,
    /** The question for one of its parameters. */
    ask: (name: string): string => there.params?.[name]?.ask ?? params[name]?.askIn?.(locale) ?? params[name]?.ask ?? '',
    /** What one of its parameters is. */
    about: (name: string): string => there.params?.[name]?.summary ?? params[name]?.summary ?? '',
  };
}

/** What people say to a definition, in every language it is in, its own first. */
export const phrasesOf = ({ phrases = [], in: translations = {} }: Said): readonly string[] => [
  ...phrases,
  ...Object.values(translations).flatMap((one) => one.phrases ?? []),
];

/** Of a definition or its outline, what people say to it. */
interface Said {
  readonly phrases?: readonly string[];
  readonly in?: Readonly<Record<string, { readonly phrases?: readonly string[] }>>;
}
