import type { Table } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { telegramLimits } from './limits.ts';

/** A table in aligned columns, for a monospaced font: where there is no rich message. Cells are one line, at most 40 characters. */
export function alignedTable({ columns, rows }: Table): string {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) => columns.map((_, i) => oneLine(row[i] ?? '')));
  const widths = columns.map((_, i) => cells.reduce((most, row) => Math.max(most, width(row[i] ?? '')), 1));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => {
        const space = ' '.repeat(Math.max(0, (widths[i] ?? 0) - width(cell)));
        return columns[i]?.align === 'right' ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = cells;
  return [line(head), widths.map((w) => '─'.repeat(w)).join('  '), ...body.map(line)].join('\n');
}

/** A cell, on one line and short. */
export function oneLine(cell: string): string {
  return shorten(cell.toWellFormed().replace(/\s+/g, ' ').trim(), telegramLimits.cell);
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Columns that a text takes in a monospaced font: marks none, East Asian letters and emoji two. */
function width(text: string): number {
  let columns = 0;
  for (const letter of text) columns += /[\p{M}\u200d]/u.test(letter) ? 0 : wide.test(letter) ? 2 : 1;
  return columns;
}
