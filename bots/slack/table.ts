import type { types } from '@slack/bolt';
import type { Table } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { slackLimits } from './limits.ts';
import { preformatted } from './richtext.ts';

/** A table → blocks: `table` blocks of up to 99 rows below the header, or aligned text when it has more columns than Slack shows. None for a table without columns. */
export function tableBlocks({ columns, rows }: Table): types.KnownBlock[] {
  if (columns.length === 0) return [];
  const header = columns.map((column) => column.title);
  const body = rows.map((row) => header.map((_, i) => shorten(row[i] ?? '', slackLimits.cellText)));
  if (columns.length > slackLimits.tableColumns) return preformatted(aligned([header, ...body]));
  const settings = columns.map(({ align = 'left' }) => ({ align, is_wrapped: true }));
  const top = header.map((title) => shorten(title, slackLimits.cellText));
  return pages(top, body).map((page) => ({
    type: 'table',
    column_settings: settings,
    rows: [top, ...page].map((row) => row.map((text) => ({ type: 'raw_text', text: text.trim() === '' ? '–' : text }))),
  }));
}

/** Rows in groups that fit one table each. At least one, so that an empty table shows its header. */
function pages(header: readonly string[], rows: readonly (readonly string[])[]): (readonly string[])[][] {
  const sizeOf = (row: readonly string[]) => row.reduce((sum, cell) => sum + Math.max(1, cell.length), 0);
  const room = slackLimits.tableText - sizeOf(header);
  const found: (readonly string[])[][] = [[]];
  let size = 0;
  for (const row of rows) {
    const page = found.at(-1);
    const full = page && page.length > 0 && (page.length + 1 >= slackLimits.tableRows || size + sizeOf(row) > room);
    if (!page || full) {
      found.push([row]);
      size = sizeOf(row);
    } else {
      page.push(row);
      size += sizeOf(row);
    }
  }
  return found;
}

/** Rows in columns of one width, for a monospaced font. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
