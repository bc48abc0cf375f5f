import type { Priority } from './command.ts';
import type { AnyCommand } from './define.ts';
import type { Input } from './face.ts';
import { type PhraseIndex, partsOf, phraseIndex } from './phrase.ts';
import { phrasesOf } from './worded.ts';

/** Of a parameter, what a form of it takes. */
export interface OutlinedParam {
  /** Of what a form shows, left out. */
  readonly kind?: string;
  /** Whether such a value is found in the midst of words. */
  readonly find?: unknown;
  readonly ask?: string;
  readonly summary?: string;
  readonly optional?: boolean;
  readonly choices?: readonly string[];
  readonly input?: Input;
  readonly initial?: string;
}

/** Of a definition, what tells whether it is meant and what it needs: as much as a way in needs to know, which runs nothing. */
export interface Outline {
  readonly name: string;
  readonly summary?: string;
  readonly label?: string;
  readonly phrases?: readonly string[];
  /** Its phrases in other languages. */
  readonly in?: Readonly<Record<string, { readonly phrases?: readonly string[] }>>;
  readonly priority?: Priority;
  /** Its other names, by channel. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** By name, in their order. */
  readonly params: Readonly<Record<string, OutlinedParam>>;
}

/** Commands, ready to be looked up: a snapshot, never changed. */
export interface CatalogueOf<T extends Outline> {
  readonly all: readonly T[];
  byName(name: string): T | undefined;
  /** By the name of its intent: `check_site` is `CheckSiteIntent`. */
  byIntent(intent: string): T | undefined;
  /** The command one of whose phrases fits the whole text. */
  byPhrase(text: string): T | undefined;
  /** The command one of whose phrases, without slots, is all of the text, where its first word is another's name: "forget me" is not `forget`. `first`: that word, in lower case. */
  byWhole(first: string, text: string): T | undefined;
}

/** The commands that exist. */
export type Catalogue = CatalogueOf<AnyCommand>;

/** Makes a catalogue. Throws when two definitions have one name. */
export function catalogueOf<T extends Outline>(definitions: readonly T[]): CatalogueOf<T> {
  const names = new Map<string, T>();
  const intents = new Map<string, T>();
  for (const definition of definitions) {
    if (names.has(definition.name)) throw new Error(`Two commands are named "${definition.name}": rename one.`);
    names.set(definition.name, definition);
    intents.set(intentName(definition.name), definition);
  }
  // A name of one's own goes before another's alias.
  for (const definition of definitions) {
    for (const alias of Object.values(definition.aliases ?? {})) if (!names.has(alias)) names.set(alias, definition);
  }
  // Most names begin nothing of another's, so that a command that is called by its name is looked up no dearer.
  const whole = new Map<string, Map<string, T>>();
  for (const definition of definitions)
    for (const phrase of phrasesOf(definition)) {
      const [first = '', ...others] = partsOf(phrase);
      if (others.length === 0 || typeof first !== 'string' || others.some((part) => typeof part !== 'string')) continue;
      const owner = names.get(first);
      if (owner && owner !== definition) whole.set(first, (whole.get(first) ?? new Map<string, T>()).set([first, ...others].join(' '), definition));
    }
  const phrases: PhraseIndex<T> = phraseIndex(definitions.flatMap((d) => phrasesOf(d).map((phrase) => ({ phrase, value: d }))));
  return {
    all: definitions,
    byName: (name) => names.get(name),
    byIntent: (intent) => intents.get(intent),
    byPhrase: (text) => phrases.find(text),
    byWhole: (first, text) =>
      whole.get(first)?.get(
        text
          .toLowerCase()
          .split(/\s+/)
          .join(' ')
          .replace(/[?!.]+$/, ''),
      ),
  };
}

/** `check_site` → `CheckSiteIntent`: letters only, as Alexa asks. */
export function intentName(command: string): string {
  const words = command
    .replace(/[0-9]/g, (d) => `_${['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][Number(d)]}_`)
    .split('_');
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Intent`;
}

/** The listed commands whose names or first words are closest to what was typed, best first, at most `count`; none that is too far off. */
export function closest(catalogue: Catalogue, typed: string, count: number): AnyCommand[] {
  const word = typed.trim().toLowerCase().split(/\s+/, 1)[0]?.slice(0, 40) ?? '';
  if (word === '') return [];
  const near = Math.max(1, Math.floor(word.length / 3));
  return catalogue.all
    .filter((d) => !d.hidden)
    .map((d) => ({ d, distance: d.name.startsWith(word) ? 0 : editDistance(word, d.name) }))
    .filter(({ distance }) => distance <= near)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ d }) => d);
}

/** Insertions, deletions and replacements that make one of the other. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
