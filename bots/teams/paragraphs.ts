import { type Span, spansOf, split, type Text } from '../../shared/reply/text.ts';
import { isBlank } from './literal.ts';
import { joined, linkOf, markdown, wordsOfSpan } from './markdown.ts';
import { pack } from './pack.ts';

/** An element of an Adaptive Card 1.5, as JSON. */
export type Element = { readonly type: string; readonly [member: string]: unknown };

/** The most characters of JSON of one element, so that several stand in a card. */
export const elementMax = 12_000;
/** Characters of one run of text: at most doubled by JSON, so a run is always smaller than an element. */
const runMax = 4_000;

/**
 * Text as blocks. A RichTextBlock reads no Markdown, so what is in it can be nothing but text. Links alone need Markdown: in a RichTextBlock Teams' desktop client
 * doesn't open them (AdaptiveCards issues 8637, 9100).
 */
export function paragraphs(text: Text): Element[] {
  const spans = spansOf(text);
  if (isBlank(spans.map(wordsOfSpan).join(''))) return [];
  if (spans.some((span) => linkOf(span) !== null)) {
    const parts = pieces(spans).flatMap((piece) =>
      pack(
        piece.map((span) => markdown([span], 'card')),
        elementMax,
      ),
    );
    return parts.map((part) => ({ type: 'TextBlock', text: joined(part), wrap: true })).filter((block) => !isBlank(block.text));
  }
  return richText(spans);
}

/** A block a line, for Android loses a line end with which a run begins or ends (AdaptiveCards issue 4914); close to the line before, unless one between them is empty. */
export function richText(spans: readonly Span[], marks: object = {}): Element[] {
  const blocks: Element[] = [];
  let apart = true;
  for (const line of linesOf(spans)) {
    const inBlocks = pieces(line).flatMap((piece) =>
      pack(
        piece.map((span) => ({ ...run(span), ...marks })),
        elementMax,
      ),
    );
    for (const inlines of inBlocks) {
      blocks.push({ type: 'RichTextBlock', ...(apart ? {} : { spacing: 'None' }), inlines });
      apart = false;
    }
    if (inBlocks.length === 0) apart = true;
  }
  return blocks;
}

function linesOf(spans: readonly Span[]): Span[][] {
  const lines: Span[][] = [[]];
  for (const span of spans) {
    for (const [i, words] of wordsOfSpan(span).split('\n').entries()) {
      if (i > 0) lines.push([]);
      lines.at(-1)?.push(withWords(span, words));
    }
  }
  return lines.map((line) => (isBlank(line.map(wordsOfSpan).join('')) ? [] : line));
}

/** Spans of at most a run's length. A longer one is cut at natural places, and each cut begins a new piece. */
function pieces(spans: readonly Span[]): Span[][] {
  const done: Span[][] = [[]];
  for (const span of spans) {
    const words = wordsOfSpan(span);
    if (words === '') continue;
    for (const [i, part] of split(words, runMax).entries()) {
      if (part === '') continue;
      if (i > 0) done.push([]);
      done.at(-1)?.push(withWords(span, part));
    }
  }
  return done.filter((piece) => piece.length > 0);
}

function withWords(span: Span, words: string): Span {
  if (typeof span === 'string') return words;
  if ('bold' in span) return { bold: words };
  if ('italic' in span) return { italic: words };
  return 'code' in span ? { code: words } : { link: words, url: span.url };
}

function run(span: Span): Element {
  return {
    type: 'TextRun',
    text: wordsOfSpan(span),
    ...(typeof span === 'object' && 'bold' in span ? { weight: 'Bolder' } : {}),
    ...(typeof span === 'object' && 'italic' in span ? { italic: true } : {}),
    ...(typeof span === 'object' && 'code' in span ? { fontType: 'Monospace' } : {}),
  };
}
