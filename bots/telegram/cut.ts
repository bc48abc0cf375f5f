import type { Entity, Styled } from './styled.ts';
import { isBlank } from './styled.ts';

/**
 * Cuts a styled text into parts of at most `max` UTF-16 units and `entitiesMax` marks, at a natural place: a blank line, a line, a sentence, a word, else
 * between characters. A mark that is cut goes on in the next part. Loses only the white space at the cuts, and parts in which nothing can be seen.
 */
export function cut({ text, entities }: Styled, max: number, entitiesMax: number): Styled[] {
  const parts: Styled[] = [];
  for (let at = 0; at < text.length; ) {
    const end = endOf(text, entities, at, max, entitiesMax);
    const words = text.slice(at, end).trimEnd();
    if (!isBlank(words)) parts.push({ text: words, entities: within(entities, at, at + words.length) });
    at = end + (/^\n+|^ /.exec(text.slice(end, end + 100))?.[0].length ?? 0);
  }
  return parts;
}

/** Where the part that begins at `at` ends. */
function endOf(text: string, entities: readonly Entity[], at: number, max: number, entitiesMax: number): number {
  const crowd = entities.filter(({ offset, length }) => offset + length > at)[entitiesMax];
  const limit = Math.min(at + max, crowd && crowd.offset > at ? crowd.offset : text.length);
  if (limit >= text.length) return text.length;
  for (const [separator, kept] of [
    ['\n\n', 0],
    ['\n', 0],
    ['. ', 1],
    [' ', 0],
  ] as const) {
    const found = text.lastIndexOf(separator, limit - kept);
    if (found + kept > at + (limit - at) / 2) return found + kept;
  }
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code <= 0xdbff && limit - 1 > at ? limit - 1 : limit;
}

/** The marks inside [from, to), counted from `from`. */
function within(entities: readonly Entity[], from: number, to: number): Entity[] {
  return entities.flatMap((entity) => {
    const start = Math.max(entity.offset, from);
    const end = Math.min(entity.offset + entity.length, to);
    return start < end ? [{ ...entity, offset: start - from, length: end - start }] : [];
  });
}
