import { kindOf, type Param, type ParamOptions } from '../kind.ts';

/** One of a few words: `choice({ of: ['day', 'week', 'month'] })`. Case and a unique beginning of at least 3 letters do. */
export function choice<const V extends string>(options: ChoiceOptions<V> & { readonly optional: true }): Param<V, true>;
export function choice<const V extends string>(options: ChoiceOptions<V>): Param<V, false>;
export function choice<const V extends string>({ of, ...options }: ChoiceOptions<V>): Param<V> {
  if (of.length === 0) throw new Error('A choice needs at least one value.');
  return kindOf<V>({
    kind: 'choice',
    asks: `Which one: ${listed(of)}?`,
    words: of.some((value) => /\s/.test(value)),
    alexaSlot: 'AMAZON.SearchQuery',
    choices: of,
    parse(raw) {
      const given = raw.trim().toLowerCase();
      const exact = of.find((value) => value === raw.trim()) ?? of.find((value) => value.toLowerCase() === given);
      if (exact !== undefined) return { ok: true, value: exact };
      const begun = given.length < 3 ? [] : of.filter((value) => value.toLowerCase().startsWith(given));
      const [only, second] = begun;
      if (only !== undefined && second === undefined) return { ok: true, value: only };
      return { ok: false, error: `“${raw.trim().slice(0, 40)}” is not one of ${listed(of)}.` };
    },
    print: (value) => value,
  })(options as ParamOptions<V>);
}

export interface ChoiceOptions<V extends string> extends ParamOptions<V> {
  readonly of: readonly V[];
}

function listed(values: readonly string[]): string {
  const shown = values.length > 12 ? [...values.slice(0, 11), `${values.length - 11} more`] : values;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}
