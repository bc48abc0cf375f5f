import { type Span, spansOf, type Text } from '../../shared/reply/text.ts';
import { sizes } from './limits.ts';
import { literal } from './literal.ts';

/**
 * Teams' Markdown, in which only the marks of `text` are marks: what stands inside is escaped, so that no parameter makes a link, a list or a mark. In messages Teams reads HTML too,
 * in cards it doesn't. Source: msteams-docs, "Format your bot messages" and "Text formatting in cards" (a new line takes two line ends).
 */
export function markdown(text: Text, into: 'message' | 'card'): string {
  return joined(spansOf(text).map((span) => ofSpan(span, into))).replace(/\n+/g, '\n\n');
}

/** Parts beside each other, of which no two make a mark that neither is. */
export function joined(parts: readonly string[]): string {
  return literal(parts.join(''));
}

/** The address of a link that may be one, or null: web and mail alone, of a length people use. */
export function linkOf(span: Span): string | null {
  if (typeof span === 'string' || !('url' in span) || span.url.length > sizes.url || !/^(https?:\/\/|mailto:)/i.test(span.url)) return null;
  return span.url
    .toWellFormed()
    .replace(/[\s\u0000-\u001f\u007f()<>[\]{}"\\*_`|~^]/g, (c) =>
      c.charCodeAt(0) < 128 ? `%${c.charCodeAt(0).toString(16).padStart(2, '0')}` : encodeURIComponent(c),
    );
}

/** The words of a span, literal. */
export function wordsOfSpan(span: Span): string {
  if (typeof span === 'string') return literal(span);
  return literal('bold' in span ? span.bold : 'italic' in span ? span.italic : 'code' in span ? span.code : span.link);
}

function ofSpan(span: Span, into: 'message' | 'card'): string {
  const words = escaped(wordsOfSpan(span), into);
  if (typeof span === 'string') return words;
  const url = linkOf(span);
  if (url !== null) return `[${words || escaped(url, into)}](${url})`;
  // A mark needs a word right beside it, and a line has its own marks.
  const mark = 'bold' in span ? '**' : 'italic' in span ? '_' : '';
  if (mark === '' || /^\s|\s$|\n|^$/.test(words)) return words;
  return `${mark}${words}${mark}`;
}

function escaped(text: string, into: 'message' | 'card'): string {
  const inline = text
    .replace(/[\\`*_[\]~|]/g, '\\$&')
    .replace(/^([ \t]*)([#>+-]|\d+(?=[.)]))/gm, (_, space, c) => (/\d/.test(c) ? `${space}${c}\\` : `${space}\\${c}`));
  return into === 'message' ? inline.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : inline.replace(/&(?=#?\w{1,31};)/g, '\\&');
}
