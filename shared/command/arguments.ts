import type { Action } from '../reply/action.ts';
import type { Raw } from './command.ts';
import type { AnyCommand, AnyParams } from './define.ts';
import type { ParseContext } from './kind.ts';
import { worded } from './worded.ts';
import { byPhrases, byPosition, type Given, namesAny } from './words.ts';

/** What came of a command's arguments. */
export type Arguments =
  /** All of them, each of its kind's type. */
  | { readonly values: Readonly<Record<string, unknown>> }
  /** This one wasn't given: ask for it. */
  | { readonly missing: string; readonly ask: string }
  /** This one was given and isn't of its kind; `error` says so to the person. */
  | { readonly invalid: string; readonly error: string; readonly given: string; readonly choices?: readonly Action[] };

/**
 * Raw arguments → values. Those given by name (`raw.args`) stand above those in the text; a text that names a parameter (`name:value`, `--name value`) is read by
 * names and position first, any other by the definition's phrases, the best fitting first. Never throws; linear in the text, which is at most 4,000 characters.
 */
export function parseArguments(definition: AnyCommand, raw: Raw, context: ParseContext): Arguments {
  const named = namedIn(definition.params, raw, context);
  let first: Arguments | undefined;
  for (const given of readings(definition, raw, context)) {
    const parsed = checked(definition, { ...given, ...named }, context);
    if ('values' in parsed) return parsed;
    first ??= parsed;
  }
  return first ?? checked(definition, named, context);
}

/** What stands in the way of running it, for a form: the words given for each parameter in the best reading, and those that are missing ('') or don't fit, with what to say of each. */
export function shortfall(definition: AnyCommand, raw: Raw, context: ParseContext): { readonly given: Given; readonly unmet: Given } {
  const params: AnyParams = definition.params;
  const named = namedIn(params, raw, context);
  const [best = {}] = readings(definition, raw, context);
  const given: Given = { ...best, ...named };
  const unmet = Object.entries(params).flatMap(([name, param]) => {
    const words = Object.hasOwn(given, name) ? (given[name] ?? '') : '';
    if (words.trim() === '') return param.optional ? [] : [[name, ''] as const];
    const parsed = param.parse(words, context);
    return parsed.ok ? [] : [[name, parsed.error] as const];
  });
  const together = unmet.length === 0 ? checked(definition, given, context) : undefined;
  return { given, unmet: Object.fromEntries(together && 'invalid' in together ? [[together.invalid, together.error]] : unmet) };
}

const namedIn = (params: AnyParams, raw: Raw, context: ParseContext): Given =>
  Object.fromEntries(
    Object.entries(raw.args ?? {}).flatMap(([name, words]) => (Object.hasOwn(params, name) ? [[name, itsOwn(params[name], words, context)]] : [])),
  );

/** Of words given for one parameter ("look at example.com, please"), its own: where they are none as a whole, and a value of its kind is no more than one word. */
function itsOwn(param: AnyParams[string] | undefined, words: string, context: ParseContext): string {
  if (!param?.find || param.words || !/\S\s+\S/.test(words) || param.parse(words, context).ok) return words;
  const found = param.find(words, context);
  return found ? words.slice(found.start, found.end) : words;
}

/** Parsed, and found to go together by the definition's own check: else the last one given is the one to say anew. */
function checked(definition: AnyCommand, given: Given, context: ParseContext): Arguments {
  const parsed = parsedOf(definition, given, context);
  const error = 'values' in parsed ? definition.check?.(parsed.values) : undefined;
  if (error === undefined) return parsed;
  const names = Object.keys(definition.params);
  const invalid = names.findLast((name) => Object.hasOwn(given, name)) ?? names.at(-1) ?? '';
  return { invalid, error, given: Object.hasOwn(given, invalid) ? (given[invalid] ?? '') : '' };
}

/** Each way to read the text, best first. */
function* readings(definition: AnyCommand, { text }: Raw, context: ParseContext): Generator<Given> {
  if (text === undefined) return;
  // Whoever names a parameter means it: a phrase's slot doesn't swallow it.
  const named = namesAny(definition, text);
  if (named) yield byPosition(definition, text, context);
  yield* byPhrases(definition, text, context);
  if (!named) yield byPosition(definition, text, context);
}

function parsedOf(definition: AnyCommand, given: Given, context: ParseContext): Arguments {
  const params: AnyParams = definition.params;
  const values: Record<string, unknown> = {};
  let missing: Arguments | undefined;
  for (const [name, param] of Object.entries(params)) {
    const raw = Object.hasOwn(given, name) ? given[name] : undefined;
    if (raw === undefined || raw.trim() === '') {
      if (param.default !== undefined) values[name] = param.default;
      else if (!param.optional) missing ??= { missing: name, ask: worded(definition, context.locale).ask(name) };
      continue;
    }
    const parsed = param.parse(raw, context);
    if (!parsed.ok) return { invalid: name, error: parsed.error, given: raw, ...(parsed.choices ? { choices: parsed.choices } : {}) };
    values[name] = parsed.value;
  }
  return missing ?? { values };
}
