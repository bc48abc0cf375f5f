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
  const words = wordsOfSpan(span);
  if (into === 'message' && typeof span === 'object' && 'code' in span && isCode(words)) return `\`${words}\``;
  const escaped = literalIn[into](words);
  if (typeof span === 'string') return escaped;
  const url = linkOf(span);
  if (url !== null) return `[${escaped || literalIn[into](url)}](${url})`;
  // A mark needs a word right beside it, and a line has its own marks.
  const mark = 'bold' in span ? '**' : 'italic' in span ? '_' : '';
  if (mark === '' || /^\s|\s$|\n|^$/.test(escaped)) return escaped;
  return `${mark}${escaped}${mark}`;
}

/** Whether words can stand as code, in which nothing can be escaped. Cards have no code. */
function isCode(words: string): boolean {
  return /^[^\s`<>&\\]([^\n`<>&\\]*[^\s`<>&\\])?$/.test(words);
}

/** What begins a heading, a quote, a list or a rule at the start of a line. */
const lineStart = /^([ \t]*)(#{1,6}(?=\s|$)|>|[+-](?=[\s-]|$)|\d+(?=[.)](?:\s|$)))/gm;

const literalIn = {
  /** Teams reads HTML in messages, so that has to be text too. */
  message: (text: string) =>
    atLineStarts(text.replace(/[\\`*_[\]~|]/g, '\\$&'))
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;'),
  /** Only what a card's Markdown would change: Teams on phones shows some of the backslashes (AdaptiveCards issues 5590, 5758). */
  card: (text: string) =>
    atLineStarts(
      text.replace(/\\(?=[!-/:-@[-`{-~\n]|$)|[*`[\]]|~(?=~)|_+/g, (mark, at: number) =>
        isInWord(mark, at, text) ? mark : mark.replace(/./g, '\\$&'),
      ),
    ).replace(/&(?=#?\w{1,31};)/g, '\\&'),
};

function atLineStarts(text: string): string {
  return text.replace(lineStart, (_, space: string, mark: string) => (/\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`));
}

/** Underlines between letters or digits are no emphasis. */
function isInWord(mark: string, at: number, text: string): boolean {
  return mark.startsWith('_') && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') && /[\p{L}\p{N}]/u.test(text[at + mark.length] ?? '');
}
