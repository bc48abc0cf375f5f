import type { Table } from '../reply/reply.ts';
import { shorten } from '../reply/text.ts';

/** Units: as wide as a phone shows a picture where the table is not wider; a row; around it; about a letter of Inter at this size. */
const look = { width: 480, row: 28, margin: 16, letter: 7.2, gap: 18, cell: 24 } as const;
const ink = { strong: '#1c2024', muted: '#5b6570', line: '#e3e7eb', head: '#f3f5f7' } as const;

/** A table as an SVG: its head apart, lines between the rows, cells of at most 24 letters. */
export function tableSvg({ columns, rows }: Table): string {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) => columns.map((_, i) => oneLine(row[i] ?? '')));
  const wide = columns.map((_, i) => Math.max(2, ...cells.map((row) => row[i]?.length ?? 0)) * look.letter + look.gap);
  const needed = wide.reduce((sum, one) => sum + one, 0);
  const stretch = Math.max(1, (look.width - 2 * look.margin) / needed);
  const widths = wide.map((one) => one * stretch);
  const width = Math.ceil(widths.reduce((sum, one) => sum + one, 0) + 2 * look.margin);
  const height = cells.length * look.row + 2 * look.margin;
  const lines = cells.map((row, n) => {
    const y = look.margin + n * look.row;
    const texts = row.map((cell, i) => {
      const left = look.margin + widths.slice(0, i).reduce((sum, one) => sum + one, 0);
      const isRight = columns[i]?.align === 'right';
      const x = isRight ? left + (widths[i] ?? 0) - look.gap / 2 : left + look.gap / 2;
      const style = n === 0 ? `font-weight="600" fill="${ink.muted}"` : `fill="${ink.strong}"`;
      return `<text x="${x.toFixed(1)}" y="${y + 19}" ${isRight ? 'text-anchor="end" ' : ''}${style}>${escaped(cell)}</text>`;
    });
    const ground =
      n === 0
        ? `<rect x="${look.margin}" y="${y}" width="${width - 2 * look.margin}" height="${look.row}" fill="${ink.head}"/>`
        : `<line x1="${look.margin}" x2="${width - look.margin}" y1="${y}" y2="${y}" stroke="${ink.line}"/>`;
    return ground + texts.join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Inter" font-size="13"><rect width="100%" height="100%" fill="#ffffff"/>${lines.join('')}</svg>`;
}

const oneLine = (cell: string) =>
  shorten(
    cell
      .toWellFormed()
      .replace(/[\s\u0000-\u001f\u007f-\u009f\ufffe\uffff]+/g, ' ')
      .trim(),
    look.cell,
  );

const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;'));
