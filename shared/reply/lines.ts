import type { Table } from './reply.ts';
import { shorten } from './text.ts';

/** A table as lines, for letters of different widths and a narrow screen: each row is what stands in its first column, and then each other with its title. `cellMax`: characters of a cell. */
export function linesOf({ columns, rows }: Table, cellMax: number): string {
  const [, ...others] = columns;
  const oneLine = (cell: string) => shorten(cell.toWellFormed().replace(/\s+/g, ' ').trim(), cellMax);
  return rows
    .map((row) => {
      const rest = others.flatMap(({ title }, i) => {
        const cell = oneLine(row[i + 1] ?? '');
        return cell === '' ? [] : [oneLine(title) === '' ? cell : `${oneLine(title)}: ${cell}`];
      });
      return [`• ${oneLine(row[0] ?? '')}`, ...rest].join(' · ');
    })
    .join('\n');
}
