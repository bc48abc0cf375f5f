import type { Table } from '../../shared/reply/reply.ts';
import { telegramLimits } from './limits.ts';
import type { Entity, Styled } from './styled.ts';
import { oneLine } from './table.ts';

/** RichText: plain words, or with a mark (Bot API 10.1). */
type RichText =
  | string
  | { readonly type: 'bold' | 'italic' | 'code'; readonly text: string }
  | { readonly type: 'url'; readonly text: string; readonly url: string };

/** RichBlockTableCell. */
interface Cell {
  readonly text: string;
  readonly is_header?: true;
  readonly align: 'left' | 'right';
  readonly valign: 'top';
}

/** What `render` makes of InputRichBlock (Bot API 10.2): lines, and a table. */
export type RichBlock =
  | { readonly type: 'paragraph'; readonly text: readonly RichText[] }
  | { readonly type: 'table'; readonly cells: readonly (readonly Cell[])[]; readonly is_bordered: true; readonly is_striped: true };

/** InputRichMessage: nothing in its words becomes a mention or a link. */
export interface RichMessage {
  readonly blocks: readonly RichBlock[];
  readonly skip_entity_detection: true;
}

/** Words and a table as a rich message; null for one that is larger than Telegram takes, or without columns. */
export function richMessage(words: Styled, table: Table): RichMessage | null {
  const { columns, rows } = table;
  if (columns.length === 0 || columns.length > telegramLimits.richColumns || rows.length > telegramLimits.richRows) return null;
  const align = (i: number) => columns[i]?.align ?? 'left';
  const line = (cells: readonly string[], head?: true): Cell[] =>
    columns.map((_, i) => ({ text: oneLine(cells[i] ?? '') || '–', ...(head ? { is_header: head } : {}), align: align(i), valign: 'top' }));
  const cells = [
    line(
      columns.map(({ title }) => title),
      true,
    ),
    ...rows.map((row) => line(row)),
  ];
  const size = words.text.length + cells.flat().reduce((sum, { text }) => sum + text.length, 0);
  if (size > telegramLimits.richText) return null;
  return { blocks: [...paragraphs(words), { type: 'table', cells, is_bordered: true, is_striped: true }], skip_entity_detection: true };
}

/** Each line as a paragraph. */
export function paragraphs({ text, entities }: Styled): RichBlock[] {
  const blocks: RichBlock[] = [];
  for (let at = 0; at <= text.length; ) {
    const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
    const pieces = piecesOf(text, entities, at, end);
    if (pieces.length > 0) blocks.push({ type: 'paragraph', text: pieces });
    at = end + 1;
  }
  return blocks;
}

/** What stands between two places, with its marks, which are in order and apart. */
function piecesOf(text: string, entities: readonly Entity[], from: number, to: number): RichText[] {
  const pieces: RichText[] = [];
  let at = from;
  const plain = (end: number) => {
    if (end > at) pieces.push(text.slice(at, end));
  };
  for (const { type, offset, length, url } of entities) {
    const [start, end] = [Math.max(offset, from), Math.min(offset + length, to)];
    if (start >= end) continue;
    plain(start);
    const words = text.slice(start, end);
    pieces.push(
      url !== undefined
        ? { type: 'url', text: words, url }
        : type === 'bold' || type === 'italic'
          ? { type, text: words }
          : { type: 'code', text: words },
    );
    at = end;
  }
  plain(to);
  return pieces;
}
