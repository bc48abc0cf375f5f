import type { Said } from '../channel/inbound.ts';
import { isShort, pressOf, shortNonce } from '../reply/action.ts';
import type { CatalogueOf, Outline } from './catalogue.ts';
import type { Priority, Raw } from './command.ts';
import { partsOf } from './phrase.ts';

/** Characters of outside text that are kept; more can't be a command. */
export const textMax = 4_000;
/** Bytes (JSON in UTF-8) of what is given with a command: the whole of it stays below 8 KB. */
const rawBytesMax = 6_000;
/** Up to this many characters, no character of JSON (six bytes at most) can make it too many bytes. */
const surelySmall = rawBytesMax / 6;

/** The argument of a button that stands for the whole of what was typed; others beside it were given later. */
export const wholeText = '*';

/** The answer to "shall I?" among a command's arguments: a name that no parameter has. It counts only as the answer to a question that stands. */
export const confirmation = '?';

/** The argument of a button that is one answer to a question: the command that asked. */
export const askedBy = '@';

/** Which command something said is meant for, its arguments still raw. */
export interface Resolved {
  readonly name: string;
  readonly raw: Raw;
  readonly priority: Priority;
  /** Of a pressed button that its message knows more of; with those that count once it is the delivery key. */
  readonly nonce?: string;
}

/**
 * What was said → candidate command. No I/O, no parsing of values. What isn't understood is `help` with the words in `raw.text`; a button kept in the
 * store is `press`, resolved again at dispatch.
 */
export function resolve(said: Said, catalogue: CatalogueOf<Outline>): Resolved {
  switch (said.kind) {
    case 'text':
      return resolveText(said.text, catalogue, said.explicit);
    case 'action':
      return resolveToken(said.token, catalogue);
    case 'intent': {
      if (said.intent === 'RunCommandIntent') return resolveText(Object.values(said.slots)[0] ?? '', catalogue);
      const found = catalogue.byIntent(said.intent);
      if (!found || !isSmall(said.slots)) return help('');
      return { name: found.name, raw: rawOf(found, said.slots), priority: found.priority ?? 'interactive' };
    }
    case 'form': {
      const { command, values, question } = said;
      const found = catalogue.byName(command);
      if (!found || !isSmall(values)) return help(kept(command));
      const of = { name: found.name, priority: found.priority ?? 'interactive' } as const;
      // Filled in once by each person, however often and under whatever id the platform tells it.
      return question === undefined
        ? { ...of, raw: { args: values } }
        : { ...of, raw: { args: values, question, form: true }, nonce: `@form:${question}` };
    }
    case 'event':
      return { name: said.event, raw: {}, priority: 'interactive' };
  }
}

/**
 * The slots by name. But a voice platform has one slot of any words where a typed line has several parameters: when it heard that one alone, it may hold the others
 * too ("stretch in 20 minutes"), and is read as the line that was said.
 */
function rawOf(definition: Outline, slots: Readonly<Record<string, string>>): Raw {
  const { params } = definition;
  const [only, second] = Object.entries(slots);
  const others = Object.entries(params).filter(([param]) => param !== only?.[0]);
  const isLine = only !== undefined && second === undefined && params[only[0]]?.kind === 'text' && others.some(([, { find }]) => find);
  return isLine ? { text: begun(definition, only[1]), explicit: true } : { args: slots };
}

/** The words as a line that begins as the command's first phrase does, without what they have of that themselves: "me at 9" → "remind me at 9". */
function begun({ name, phrases = [] }: Pick<Outline, 'name' | 'phrases'>, words: string): string {
  const parts = phrases.map(partsOf).find(([first]) => typeof first === 'string') ?? [name];
  const slot = parts.findIndex((part) => typeof part !== 'string');
  const lead = parts.slice(0, slot < 0 ? undefined : slot).join(' ');
  const own = lead.split(' ');
  const overlap = own.map((_, from) => own.slice(from).join(' ')).find((end) => `${words.toLowerCase()} `.startsWith(`${end} `));
  return `${lead} ${overlap === undefined ? words : words.slice(overlap.length)}`.replace(/\s+/g, ' ').trim();
}

/** `explicit` counts for words that name a command, and not for those that come to help because nothing understood them. */
function resolveText(given: string, catalogue: CatalogueOf<Outline>, explicit = false): Resolved {
  const text = kept(given);
  const trimmed = text.trim();
  const space = trimmed.search(/\s/);
  const first = (space < 0 ? trimmed : trimmed.slice(0, space)).toLowerCase();
  const found = (space < 0 ? undefined : catalogue.byWhole(first, trimmed)) ?? catalogue.byName(first) ?? catalogue.byPhrase(trimmed);
  const raw: Raw = text.length === given.length ? { text: trimmed } : { text: trimmed, cut: true };
  if (!found) return { ...help(trimmed), raw };
  return { name: found.name, raw: explicit ? { ...raw, explicit } : raw, priority: found.priority ?? 'interactive' };
}

/** As much of it as is kept. */
function kept(text: string): string {
  if (text.length <= surelySmall) return text;
  let end = Math.min(text.length, textMax);
  for (let bytes = bytesOf(text.slice(0, end)); bytes > rawBytesMax; bytes = bytesOf(text.slice(0, end)))
    end = Math.min(end - 1, Math.floor((end * rawBytesMax) / bytes));
  return text.slice(0, end);
}

const bytesOf = (text: string) => Buffer.byteLength(JSON.stringify(text));

/** Whether arguments by name are few enough bytes. */
function isSmall(args: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(args);
  const length = entries.reduce((sum, [name, value]) => sum + name.length + value.length + 6, 0);
  return length <= surelySmall || Buffer.byteLength(JSON.stringify(args)) <= rawBytesMax;
}

/** Resolves a button's token; also used at dispatch for those that the store kept. */
export function resolveToken(token: string, catalogue: CatalogueOf<Outline>): Resolved {
  if (isShort(token)) {
    const nonce = shortNonce(token);
    return { name: 'press', raw: { token }, priority: 'interactive', ...(nonce === undefined ? {} : { nonce }) };
  }
  const press = pressOf(token);
  const found = press && catalogue.byName(press.command);
  if (!found) return help(kept(press?.command ?? ''));
  if (!isSmall(press.args)) return help('');
  const { [wholeText]: text, [askedBy]: question, ...args } = press.args;
  const given: Raw = text === undefined ? { args } : Object.keys(args).length === 0 ? { text } : { text, args };
  return {
    name: found.name,
    raw: question === undefined ? given : { ...given, question },
    priority: found.priority ?? 'interactive',
    ...(press.nonce ? { nonce: press.nonce } : {}),
  };
}

function help(text: string): Resolved {
  return { name: 'help', raw: { text }, priority: 'interactive' };
}
