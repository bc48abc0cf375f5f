import type { AnyCommand, AnyParams } from './define.ts';
import type { ParseContext } from './kind.ts';
import { literalOf, type PhrasePart, partsOf, slotsOf, wordsOf } from './phrase.ts';
import { type Token, tokensOf } from './tokens.ts';
import { phrasesOf } from './worded.ts';

/** The words given for each parameter, not yet parsed. */
export type Given = Readonly<Record<string, string>>;

/**
 * One reading for each phrase that fits the whole text, those with the most literal words first. Where one phrase begins as another does and goes on ("remind me"),
 * the shorter ("remind") is none: its slot would swallow words that are the phrase's own.
 */
export function byPhrases(definition: AnyCommand, text: string, context: ParseContext): Given[] {
  const words = wordsOf(text);
  const most = Math.max(0, ...cutsOf(definition).map((parts) => leadIn(parts, words)));
  return cutsOf(definition).flatMap((parts) => {
    const slots = leadIn(parts, words) < most ? null : slotsOf(parts, text);
    if (!slots) return [];
    const given: Record<string, string> = {};
    for (const [names, words] of Object.entries(slots)) Object.assign(given, divide(definition.params, names.split('+'), words, context));
    return [given];
  });
}

/**
 * What follows the command's name, or the words a phrase begins with: first what is named (`--site x`, `--site=x`, `site:x`, `--flag`, `--no-flag`), then what a
 * kind finds for itself (a date), then by position. The last parameter of several words takes the rest.
 */
export function byPosition(definition: AnyCommand, text: string, context: ParseContext): Given {
  const params: AnyParams = definition.params;
  const given: Record<string, string> = {};
  const rest = takeNamed(params, tokensOf(text.slice(restFrom(definition, text))), given);
  let words = asStood(rest);
  let left = rest;
  for (const [name, param] of Object.entries(params)) {
    if (Object.hasOwn(given, name) || !(param.words || param.alone) || !param.find) continue;
    const found = param.find(withoutQuoted(words), context);
    if (!found) continue;
    given[name] = words.slice(found.start, found.end);
    words = joined(words.slice(0, found.start), words.slice(found.end));
    left = tokensOf(words);
  }
  takeByPosition(placed(typed(params, left), left, given, context), left, given);
  return given;
}

/** Without those that are found where a text begins or ends, and aren't there: what stands in their place is the text's. */
function placed(params: AnyParams, words: readonly Token[], given: Given, context: ParseContext): AnyParams {
  const open = Object.entries(params).filter(([name]) => !Object.hasOwn(given, name));
  if (open.every(([, { alone }]) => !alone) || !open.some(([, param]) => param.words && !param.find)) return params;
  const tried = { ...given };
  takeByPosition(params, words, tried);
  // Who says what is none of a list is told so.
  const isThere = ([name, { alone, choices, search, parse }]: [string, AnyParams[string]]) =>
    !alone || choices || search || parse(tried[name] ?? '', context).ok;
  return Object.fromEntries(Object.entries(params).filter((one) => Object.hasOwn(given, one[0]) || isThere(one)));
}

/** Files come with a message, and leave its words to the others; but for one that is written as its kind prints it. */
function typed(params: AnyParams, words: readonly Token[]): AnyParams {
  const isFile = ({ input }: AnyParams[string]) => input?.as === 'file';
  if (!Object.values(params).some(isFile) || words.some(({ raw }) => raw.startsWith('file:'))) return params;
  return Object.fromEntries(Object.entries(params).filter(([, param]) => !isFile(param)));
}

/** Whether a parameter is named in the text: `--site x`, `site:x`. */
export function namesAny(definition: AnyCommand, text: string): boolean {
  return (text.includes(':') || text.includes('--')) && tokensOf(text).some((token) => nameOf(definition.params, token) !== null);
}

/** Slots side by side: each kind that can find its own in the words takes it, and the one left over the rest. */
function divide(params: AnyParams, names: readonly string[], words: string, context: ParseContext): Given {
  const given: Record<string, string> = {};
  let rest = words;
  let open = names;
  for (const name of names) {
    if (open.length === 1) break;
    const found = params[name]?.find?.(withoutQuoted(rest), context);
    if (!found) continue;
    given[name] = rest.slice(found.start, found.end);
    rest = joined(rest.slice(0, found.start), rest.slice(found.end)).replace(/^[,:]\s*/, '');
    open = open.filter((other) => other !== name);
  }
  takeByPosition(Object.fromEntries(open.flatMap((name) => (params[name] ? [[name, params[name]]] : []))), tokensOf(rest), given);
  return given;
}

/** With each quoted stretch as one long word: what stands in quotes is said, and no time or address of ours. */
function withoutQuoted(words: string): string {
  const tokens = tokensOf(words);
  if (!tokens.some(({ quoted }) => quoted)) return words;
  return tokens.map(({ gap, raw, quoted }) => gap + (quoted ? 'x'.repeat(raw.length) : raw)).join('');
}

const joined = (before: string, after: string) => `${before.trimEnd()} ${after.trimStart()}`.trim();

const cuts = new WeakMap<AnyCommand, readonly (readonly PhrasePart[])[]>();

function cutsOf(definition: AnyCommand): readonly (readonly PhrasePart[])[] {
  const known = cuts.get(definition);
  if (known) return known;
  const literals = (parts: readonly PhrasePart[]) => parts.filter((part) => typeof part === 'string').length;
  const cut = phrasesOf(definition)
    .map(partsOf)
    .sort((a, b) => literals(b) - literals(a));
  cuts.set(definition, cut);
  return cut;
}

/** Where the arguments begin: after the most words that a phrase, or the name alone, begins with. */
function restFrom(definition: AnyCommand, text: string): number {
  const words = wordsOf(text);
  let at = bare(words[0]?.word) === definition.name ? 1 : 0;
  for (const parts of cutsOf(definition)) at = Math.max(at, leadIn(parts, words));
  return at === 0 ? 0 : (words[at - 1]?.end ?? 0);
}

/** How many words a phrase begins with before its first slot, if the text begins so too; else 0. */
function leadIn(parts: readonly PhrasePart[], words: readonly { readonly word: string }[]): number {
  const slot = parts.findIndex((part) => typeof part !== 'string');
  const lead = slot < 0 ? parts : parts.slice(0, slot);
  return lead.every((part, i) => bare(words[i]?.word) === part) ? lead.length : 0;
}

const bare = (word = '') => literalOf(word.replace(/[?!.]$/, ''));

/** Takes what is given by name; answers the tokens left. A name takes one word, or as many as its kind does until the next name. */
function takeNamed(params: AnyParams, tokens: readonly Token[], given: Record<string, string>): Token[] {
  const left: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    const named = nameOf(params, token);
    if (!named) {
      left.push(token);
      continue;
    }
    const { name, value } = named;
    const param = params[name];
    if (value !== undefined && !(param?.words && !token.quoted)) {
      given[name] = value;
      continue;
    }
    const taken: Token[] = value === undefined || value === '' ? [] : [{ raw: value, value, quoted: token.quoted, gap: '' }];
    const most = param?.kind === 'yesNo' && value === undefined ? 0 : param?.words ? Number.POSITIVE_INFINITY : 1;
    while (taken.length < most) {
      const next = tokens[i + 1];
      if (!next || nameOf(params, next) || (next.quoted && taken.length > 0)) break;
      taken.push(next);
      i++;
      if (next.quoted) break;
    }
    given[name] = taken.length === 0 && param?.kind === 'yesNo' ? 'yes' : taken.map(valueIn).join(' ');
  }
  return left;
}

/** The parameter that a token names, with its value when it holds one: `site:x`, `--site=x`, `--site`, `--no-flag`. */
function nameOf(params: AnyParams, { name, value, quoted, raw }: Token): { name: string; value?: string } | null {
  if (name !== undefined) return Object.hasOwn(params, name) ? { name, value } : null;
  if (quoted || !raw.startsWith('--')) return null;
  const flag = raw.slice(2);
  if (Object.hasOwn(params, flag)) return { name: flag };
  if (flag.startsWith('no-') && params[flag.slice(3)]?.kind === 'yesNo') return { name: flag.slice(3), value: 'no' };
  return null;
}

/** By position, in the order of the parameters; words too many go to the last of them, which then says that they don't fit. */
function takeByPosition(params: AnyParams, tokens: readonly Token[], given: Record<string, string>): void {
  const all = Object.entries(params).filter(([name]) => !Object.hasOwn(given, name));
  // A kind that would have found its own in the words isn't among them, if they can be another's.
  const others = all.filter(([, param]) => !(param.words && param.find && !param.alone));
  const open = others.length > 0 ? others : all;
  let from = 0;
  for (const [i, [name, param]] of open.entries()) {
    const after = open.length - 1 - i;
    if (from >= tokens.length) return;
    const many = after === 0 || (param.words && open.slice(i + 1).every(([, next]) => next.optional && !next.words));
    const taken = many ? tokens.slice(from) : tokens.slice(from, from + 1);
    from += taken.length;
    given[name] = textOf(taken);
  }
}

/** The words as they stood; one that was quoted, without its quotes. */
function textOf(tokens: readonly Token[]): string {
  const [first, second] = tokens;
  if (!first) return '';
  return second ? asStood(tokens) : valueIn(first);
}

const asStood = (tokens: readonly Token[]) =>
  tokens
    .map((token) => token.gap + token.raw)
    .join('')
    .trim();

/** Without its quotes; with what looked like a name and is none of ours (`http:`). */
const valueIn = ({ name, raw, value }: Token) => (name === undefined ? value : raw);
