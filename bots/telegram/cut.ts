import type { Entity, Styled } from './styled.ts';
import { isBlank } from './styled.ts';

/**
 * Cuts a styled text, its marks in order and apart, into parts of at most `max` UTF-16 units and `entitiesMax` marks, at a natural place: a blank line, a line, a sentence, a word, else
 * between characters. A mark that is cut goes on in the next part. Loses only the white space at the cuts, and parts in which nothing can be seen.
 */
export function cut({ text, entities }: Styled, max: number, entitiesMax: number): Styled[] {
  const parts: Styled[] = [];
  let first = 0;
  for (let at = 0; at < text.length; ) {
    for (let mark = entities[first]; mark && mark.offset + mark.length <= at; mark = entities[++first]);
    const end = endOf(text, entities[first + entitiesMax], at, max);
    const words = text.slice(at, end).trimEnd();
    if (!isBlank(words)) parts.push({ text: words, entities: within(entities, first, at, at + words.length) });
    at = end + (/^\n+|^ /.exec(text.slice(end, end + 100))?.[0].length ?? 0);
  }
  return parts;
}

/** Where the part that begins at `at` ends; `crowd`: the first mark too many. */
function endOf(text: string, crowd: Entity | undefined, at: number, max: number): number {
  const limit = Math.min(at + max, crowd && crowd.offset > at ? crowd.offset : text.length);
  if (limit >= text.length) return text.length;
  const window = text.slice(at, limit + 2);
  for (const [separator, kept] of [
    ['\n\n', 0],
    ['\n', 0],
    ['. ', 1],
    [' ', 0],
  ] as const) {
    const found = window.lastIndexOf(separator, limit - at - kept) + kept;
    if (found > (limit - at) / 2) return at + found;
  }
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code <= 0xdbff && limit - 1 > at ? limit - 1 : limit;
}

/** The marks inside [from, to), counted from `from`; those before the `first` end earlier. */
function within(entities: readonly Entity[], first: number, from: number, to: number): Entity[] {
  const inside: Entity[] = [];
  for (let n = first; n < entities.length; n++) {
    const entity = entities[n];
    if (!entity || entity.offset >= to) break;
    const start = Math.max(entity.offset, from);
    inside.push({ ...entity, offset: start - from, length: Math.min(entity.offset + entity.length, to) - start });
  }
  return inside;
}
