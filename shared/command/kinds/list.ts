import { kindOf, type Param, type ParamOptions, type ParseContext, type Parsed } from '../kind.ts';
import { speak } from './words/speak.ts';

/** Several of a kind: `list(url(), { min: 1, max: 10 })`. "a, b and c", "a; b", one a line; one that holds such a sign stands in quotes. */
export function list<T>(of: Param<T>, options: ListOptions<T> & { readonly optional: true }): Param<readonly T[], true>;
export function list<T>(of: Param<T>, options?: ListOptions<T>): Param<readonly T[], false>;
export function list<T>(of: Param<T>, { min = 1, max = 50, ...options }: ListOptions<T> = {}): Param<readonly T[]> {
  const { printIn, search } = of;
  return kindOf<readonly T[]>({
    kind: 'list',
    asks: (locale) => of.askIn?.(locale) ?? of.ask,
    words: true,
    alexaSlot: 'AMAZON.SearchQuery',
    input: { ...(of.input ?? { as: of.choices ? 'choice' : 'text' }), many: true },
    schema: {
      type: 'array',
      items: of.schema ?? { type: 'string', ...(of.choices ? { enum: of.choices } : {}) },
      minItems: min,
      maxItems: max,
    },
    ...(of.choices ? { choices: of.choices } : {}),
    ...(search ? { search } : {}),
    parse: (raw, context) => parse(of, raw, context, min, max),
    print: (values) => values.map((value) => quoted(of.print(value))).join('; '),
    ...(printIn ? { printIn: (values, locale) => values.map((value) => quoted(printIn(value, locale))).join('; ') } : {}),
  })(options);
}

export interface ListOptions<T> extends ParamOptions<readonly T[]> {
  /** How many; default 1 to 50. */
  readonly min?: number;
  readonly max?: number;
}

function parse<T>(of: Param<T>, raw: string, context: ParseContext, min: number, max: number): Parsed<readonly T[]> {
  const items = itemsOf(raw);
  const say = speak(context.locale);
  if (items.length < min) return { ok: false, error: say.tooFew(min) };
  if (items.length > max) return { ok: false, error: say.tooMany(max) };
  const values: T[] = [];
  for (const item of items) {
    const parsed = of.parse(item, context);
    if (!parsed.ok) return parsed;
    values.push(parsed.value);
  }
  return { ok: true, value: values };
}

/** Semicolons and lines part it where there are any; else a comma with white space behind it, "and", "und". */
function itemsOf(raw: string): string[] {
  const strong = split(raw, (text, at) => (text[at] === ';' || text[at] === '\n' ? 1 : 0));
  const parts = strong.length > 1 ? strong : split(raw, commaOrAnd);
  return parts.map((part) => unquoted(part.trim())).filter((part) => part !== '');
}

/** How many characters part two items here: none, or some. */
function commaOrAnd(text: string, at: number): number {
  if (text[at] === ',') return /\s/.test(text[at + 1] ?? ' ') ? 1 : 0;
  if (!/\s/.test(text[at] ?? '')) return 0;
  const word = text.slice(at + 1, at + 5).toLowerCase();
  return /^(and|und|&)\s/.test(word) ? word.search(/\s/) + 2 : 0;
}

function split(text: string, parting: (text: string, at: number) => number): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"' && text.slice(from, at).trim() === '') {
      const close = closeOf(text, at);
      if (close > at) at = close;
      continue;
    }
    const length = parting(text, at);
    if (length === 0) continue;
    parts.push(text.slice(from, at));
    from = at + length;
    at = from - 1;
  }
  parts.push(text.slice(from));
  return parts;
}

function closeOf(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}

/** Only what a list would take apart is quoted: signs, "and", white space at its ends. */
const quoted = (item: string) => (/[;,"\n\\&]|\s(?:and|und)\s|^\s|\s$|^$/i.test(item) ? `"${item.replace(/["\\]/g, '\\$&')}"` : item);

const unquoted = (item: string) =>
  item.length > 1 && item.startsWith('"') && closeOf(item, 0) === item.length - 1 ? item.slice(1, -1).replace(/\\(["\\])/g, '$1') : item;
