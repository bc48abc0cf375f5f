import type { Action } from '../reply/action.ts';
import { atEnds } from './atEnds.ts';
import type { Input, JsonSchema } from './face.ts';

/** What parsing may depend on: who spoke, when and where. */
export interface ParseContext {
  /** ms since 1970: "in 2 minutes" counts from here. */
  readonly saidAt: number;
  readonly timeZone: string;
  readonly locale: string;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string; readonly choices?: readonly Action[] };

/**
 * A kind of parameter, with everything about it in one home. `parse` and `print` are inverse: parse(print(x)) = x.
 * Outside text is at most 4,000 characters when it comes here; `parse` is linear in it.
 */
export interface Kind<T> {
  readonly kind: string;
  parse(raw: string, context: ParseContext): Parsed<T>;
  print(value: T): string;
  /** As people of this locale read it; `parse` in that locale reads it back. Left out: as `print` gives it. */
  printIn?(value: T, locale: string): string;
  /** Finds one of these inside a longer text (a date in a sentence); the rest goes to the neighbouring text parameter. */
  find?(text: string, context: ParseContext): { readonly value: T; readonly start: number; readonly end: number } | null;
  /** Instead of a `find` of its own, where values have several words ("24 December", "12 €"): they are found where a text begins or ends, and there a single word too that is like this. */
  readonly alone?: RegExp;
  /** Takes several words without quotes (text, a date), not just one. */
  readonly words: boolean;
  /** Alexa's built-in slot type. */
  readonly alexaSlot: string;
  /** All that it can be, as `parse` takes them, where that is a few. */
  readonly choices?: readonly string[];
  /** What a form shows for it; left out: a choice where there are choices, else a line of text. */
  readonly input?: Input;
  /** The JSON that a program hands in; left out: a string that `parse` reads. */
  readonly schema?: JsonSchema;
  /** A few answers that are often given, as people of this locale say them: offered beside the question, where everything else may be said too. */
  picks?(locale: string): readonly string[];
  /** What fits the letters typed so far, best first, at most `count`: for a list too long to show. */
  search?(typed: string, count: number): readonly string[];
}

export interface ParamOptions<T> {
  /** The question when it is missing: "Which address should I check?". */
  readonly ask?: string;
  readonly summary?: string;
  readonly optional?: boolean;
  readonly default?: T;
}

/** A parameter of a definition: a kind, and how this command asks for it. */
export interface Param<T, Optional extends boolean = boolean> extends Kind<T> {
  readonly ask: string;
  /** The question in a person's language: the author's own, or else the kind's. */
  askIn?(locale: string): string;
  readonly summary: string;
  readonly optional: Optional;
  readonly default?: T;
  /** The default as it is typed. */
  readonly initial?: string;
}

export type Params = Readonly<Record<string, Param<never> | Param<unknown> | Param<string>>>;

/** The values a handler gets: each of its kind's type; an optional one may be undefined. */
export type Values<P> = {
  readonly [K in keyof P]: P[K] extends Param<infer T, infer O> ? (O extends true ? T | undefined : T) : never;
};

/** Makes the constructor of a kind: `const url = kindOf<URL>({...})` gives `url({ ask: '…' })`. */
export function kindOf<T>({ asks, ...kind }: Kind<T> & { readonly asks: string | ((locale: string) => string) }) {
  const askIn = (locale: string) => (typeof asks === 'string' ? asks : asks(locale));
  function param(options: ParamOptions<T> & { readonly optional: true }): Param<T, true>;
  function param(options?: ParamOptions<T>): Param<T, false>;
  function param(options: ParamOptions<T> = {}): Param<T> {
    const { ask, summary = '', optional = false } = options;
    return {
      ...kind,
      ...(kind.alone ? { find: atEnds(kind.parse, kind.alone) } : {}),
      ask: ask ?? askIn('en'),
      askIn: (locale) => ask ?? askIn(locale),
      summary,
      optional: optional || options.default !== undefined,
      ...(options.default === undefined ? {} : { default: options.default, initial: kind.print(options.default) }),
    };
  }
  return param;
}
