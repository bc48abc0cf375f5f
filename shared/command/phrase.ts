/** A phrase cut into words and slots: 'is {site} up' → ['is', {slot:'site'}, 'up']. */
export type PhrasePart = string | { readonly slot: string };

/** Cuts a phrase; words in lower case. */
export function partsOf(phrase: string): PhrasePart[] {
  return phrase
    .trim()
    .split(/\s+/)
    .map((word) => (word.startsWith('{') && word.endsWith('}') ? { slot: word.slice(1, -1) } : word.toLowerCase()));
}

/** The words of a text, with where they stand; at most `most`, more are joined to the last. */
export function wordsOf(text: string, most = 200): { readonly word: string; readonly start: number; readonly end: number }[] {
  const words: { word: string; start: number; end: number }[] = [];
  let start = -1;
  for (let i = 0; i <= text.length; i++) {
    const space = i === text.length || text.charCodeAt(i) <= 32;
    if (!space && start < 0) start = i;
    if (space && start >= 0) {
      if (words.length === most) {
        const end = text.trimEnd().length;
        words.push({ word: text.slice(start, end), start, end });
        break;
      }
      words.push({ word: text.slice(start, i), start, end: i });
      start = -1;
    }
  }
  return words;
}

/** A word to compare with one of a phrase: in lower case, without the comma or colon behind it. */
export const literalOf = (word = '') => word.toLowerCase().replace(/[,:]$/, '');

/**
 * Fits a text to a phrase and answers what each slot holds, or null. A slot between two words takes as few words as fit, the last one all the rest;
 * two slots side by side share one stretch, under both names joined by `+` (the kinds divide it). Greedy left to right, so linear.
 */
export function slotsOf(parts: readonly PhrasePart[], text: string): Record<string, string> | null {
  const words = wordsOf(stripEnd(text));
  const slots: Record<string, string> = {};
  let w = 0;
  for (let p = 0; p < parts.length; ) {
    const part = parts[p];
    if (typeof part === 'string') {
      if (literalOf(words[w]?.word) !== part) return null;
      w++;
      p++;
      continue;
    }
    const names: string[] = [];
    while (p < parts.length) {
      const next = parts[p];
      if (typeof next !== 'object') break;
      names.push(next.slot);
      p++;
    }
    const stop = parts[p];
    const first = words[w];
    if (!first) return null;
    let end = words.length;
    if (typeof stop === 'string') {
      end = w + 1;
      while (end < words.length && literalOf(words[end]?.word) !== stop) end++;
      if (end === words.length) return null;
      // The last literal of a phrase must stand last: "is {site} up" takes everything before the final "up".
      if (p === parts.length - 1) {
        if (literalOf(words[words.length - 1]?.word) !== stop || words.length - 1 <= w) return null;
        end = words.length - 1;
      }
    }
    const last = words[end - 1];
    if (!last) return null;
    slots[names.join('+')] = text.slice(first.start, last.end);
    w = end;
  }
  return w === words.length ? slots : null;
}

/** Without what people put at a sentence's end. */
function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s?!]/.test(text[end - 1] ?? '')) end--;
  if (text[end - 1] === '.' && text[end - 2] !== '.') end--;
  return text.slice(0, end);
}

export interface PhraseIndex<T> {
  /** The value of the phrase with the most literal words that fits the whole text. */
  find(text: string): T | undefined;
}

/** Phrases by their first word, those that begin with a slot by their last; each lookup tries only what can fit. */
export function phraseIndex<T>(phrases: readonly { readonly phrase: string; readonly value: T }[]): PhraseIndex<T> {
  interface Entry {
    parts: PhrasePart[];
    words: readonly string[];
    value: T;
  }
  const byFirst = new Map<string, Entry[]>();
  for (const { phrase, value } of phrases) {
    const parts = partsOf(phrase);
    const first = parts[0];
    const key = typeof first === 'string' ? first : '';
    const entry = { parts, words: parts.filter((part) => typeof part === 'string'), value };
    byFirst.set(
      key,
      [...(byFirst.get(key) ?? []), entry].sort((a, b) => b.words.length - a.words.length),
    );
  }
  return {
    find(text) {
      const first = wordsOf(text.slice(0, 200))[0]?.word.toLowerCase() ?? '';
      const trimmed = first.replace(/[?!.]+$/, '');
      // A phrase one of whose words is not there can't fit: with many phrases, nearly all are left out so.
      const said = new Set(wordsOf(stripEnd(text)).map(({ word }) => literalOf(word)));
      for (const key of new Set([first, trimmed, ''])) {
        for (const entry of byFirst.get(key) ?? []) if (entry.words.every((word) => said.has(word)) && slotsOf(entry.parts, text)) return entry.value;
      }
      return undefined;
    },
  };
}
