import type { Said } from '../channel/inbound.ts';
import type { CatalogueOf, Outline, OutlinedParam } from './catalogue.ts';
import type { Input } from './face.ts';
import { resolve } from './resolve.ts';

/** One input of a form. */
export interface Field {
  /** The parameter's. */
  readonly name: string;
  readonly label: string;
  /** The question that it answers: "When should I remind you?". */
  readonly ask: string;
  readonly optional: boolean;
  /** One of these; left out: any text, which is read as if it had been typed. */
  readonly choices?: readonly string[];
  /** What to show for it, where that is more than a line of text. */
  readonly input?: Input;
  /** What stands in it at first: the default, as it is typed. */
  readonly initial?: string;
}

/** What a command still has to be told, as a channel may show it at once: from the definition alone. */
export interface Form {
  readonly command: string;
  readonly title: string;
  readonly fields: readonly Field[];
  /** What was given already, by name; it comes back with the answers. */
  readonly given: Readonly<Record<string, string>>;
}

/**
 * The form of a command that was called by its bare name, typed or pressed, though it needs more; null for all else: words beside the name may hold what is needed, which is known
 * once they are parsed, and a button that counts once has to be kept to count. No I/O, and next to none of an accept's time.
 */
export function formFor(said: Said, catalogue: CatalogueOf<Outline>): Form | null {
  if (said.kind === 'text' ? !said.explicit || /\S\s+\S/.test(said.text) : said.kind !== 'action') return null;
  const { name, raw, nonce } = resolve(said, catalogue);
  const definition = catalogue.byName(name);
  if (!definition || nonce !== undefined || (raw.text !== undefined && raw.text.toLowerCase() !== name)) return null;
  const given = raw.args ?? {};
  const fields = Object.entries(definition.params).flatMap(([param, about]) => (param in given ? [] : [fieldOf(param, about)]));
  return fields.some(({ optional }) => !optional) ? { command: name, title: definition.label ?? definition.summary ?? name, fields, given } : null;
}

/** One parameter as an input, in words that no platform owns: each channel makes its own element of it. */
export function fieldOf(name: string, { ask = '', summary = '', optional = false, choices, input, initial }: OutlinedParam): Field {
  return {
    name,
    label: summary === '' ? name : summary,
    ask,
    optional,
    ...(choices ? { choices } : {}),
    ...(input ? { input } : {}),
    ...(initial === undefined ? {} : { initial }),
  };
}
