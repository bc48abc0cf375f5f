import type { Table } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { messengerLimits } from './limits.ts';

/** A table as lines, for letters of different widths and a narrow screen: each row is what stands in its first column, and then each other with its title. */
export function linesOf({ columns, rows }: Table): string {
  const [, ...others] = columns;
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

const oneLine = (cell: string) => shorten(cell.toWellFormed().replace(/\s+/g, ' ').trim(), messengerLimits.cell);
