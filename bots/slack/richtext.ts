import type { types } from '@slack/bolt';
import type { Severity } from '../../shared/reply/reply.ts';
import { type Span, shorten, split } from '../../shared/reply/text.ts';
import { slackLimits } from './limits.ts';

/** A piece of rich text. Only our own code sets its style or makes it a link: Slack parses nothing inside, so no parameter can mention, link or mark anything. */
export type Piece = types.RichTextText | types.RichTextLink | types.RichTextEmoji;

/** Spans → pieces of rich text, none empty, each within the limit. */
export function piecesOf(spans: readonly Span[]): Piece[] {
  return spans.flatMap((span): Piece[] => {
    if (typeof span === 'string') return texts(span);
    if ('bold' in span) return texts(span.bold, { bold: true });
    if ('italic' in span) return texts(span.italic, { italic: true });
    if ('code' in span) return texts(span.code, { code: true });
    if (!isLinkable(span.url)) return texts(span.link === span.url ? span.url : `${span.link} (${span.url})`);
    const text = shorten(span.link, slackLimits.richText - span.url.length);
    return [text.trim() ? { type: 'link', url: span.url, text } : { type: 'link', url: span.url }];
  });
}

/** What a severity looks like before the text, and in a notification. */
export const severities: Readonly<Record<Severity, { readonly emoji: string; readonly sign: string }>> = {
  info: { emoji: 'information_source', sign: 'ℹ️' },
  success: { emoji: 'white_check_mark', sign: '✅' },
  warning: { emoji: 'warning', sign: '⚠️' },
  error: { emoji: 'red_circle', sign: '🔴' },
};

/** Pieces → blocks of one section, each within the limit; a piece is never cut, it comes cut. */
export function sections(pieces: readonly Piece[]): types.RichTextBlock[] {
  const blocks: Piece[][] = [];
  let room = 0;
  for (const piece of pieces) {
    const size = sizeOf(piece);
    if (size > room || blocks.length === 0) {
      blocks.push([]);
      room = slackLimits.richText;
    }
    blocks.at(-1)?.push(piece);
    room -= size;
  }
  return blocks.map((elements) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }));
}

/** Lines in one width. */
export function preformatted(text: string): types.RichTextBlock[] {
  return split(text, slackLimits.richText)
    .filter((part) => part !== '')
    .map((part) => ({ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: part }] }] }));
}

function texts(text: string, style?: types.RichTextText['style']): types.RichTextText[] {
  return split(text, slackLimits.richText)
    .filter((part) => part !== '')
    .map((part) => (style ? { type: 'text', text: part, style } : { type: 'text', text: part }));
}

function sizeOf(piece: Piece): number {
  if (piece.type === 'text') return piece.text.length;
  return piece.type === 'link' ? piece.url.length + (piece.text?.length ?? 0) : piece.name.length;
}

/** Slack refuses a block whose link has no known scheme, or is too long. */
export function isLinkable(url: string): boolean {
  return /^(https?:\/\/|mailto:)\S+$/i.test(url) && url.length < slackLimits.imageUrl && URL.canParse(url);
}
