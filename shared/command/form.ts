import type { Said } from '../channel/inbound.ts';
import type { Form, FormField } from '../reply/form.ts';
import type { CatalogueOf, Outline, OutlinedParam } from './catalogue.ts';
import { resolve } from './resolve.ts';

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
export function fieldOf(name: string, { ask = '', summary = '', optional = false, choices, input, initial }: OutlinedParam): FormField {
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
