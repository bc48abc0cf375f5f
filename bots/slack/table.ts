import type { types } from '@slack/bolt';
import type { Table } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { slackLimits } from './limits.ts';
import { preformatted } from './richtext.ts';

/**
 * A table → blocks: a short one as a `table`, all of it seen at once, a longer one as a `data_table`, which who reads it sorts, filters and turns the pages of; aligned text when it has more columns
 * than Slack shows. Each block has up to 99 rows below the header. None for a table without columns. `caption`: what it shows.
 */
export function tableBlocks({ columns, rows }: Table, caption: string): types.KnownBlock[] {
  if (columns.length === 0) return [];
  const header = columns.map((column) => column.title);
  const body = rows.map((row) => header.map((_, i) => shorten(row[i] ?? '', slackLimits.cellText)));
  if (columns.length > slackLimits.tableColumns) return preformatted(aligned([header, ...body]));
  const top = header.map((title) => shorten(title, slackLimits.cellText));
  const isLong = rows.length >= slackLimits.dataRowsMin;
  const called = shorten(caption.replace(/\s+/g, ' ').trim(), slackLimits.caption) || shown(top.join(', '));
  return pages(top, body).map((page) =>
    isLong && page.length > 0 ? dataTable(called, columns, [top, ...page]) : plainTable(columns, [top, ...page]),
  );
}

function plainTable(columns: Table['columns'], rows: readonly (readonly string[])[]): types.TableBlock {
  return {
    type: 'table',
    column_settings: columns.map(({ align = 'left' }) => ({ align, is_wrapped: true })),
    rows: rows.map((row) => row.map((text) => ({ type: 'raw_text', text: shown(text) }))),
  };
}

/** Numbers are numbers, so that they are sorted as such; JSON has no -0. */
function dataTable(caption: string, columns: Table['columns'], [head = [], ...rows]: readonly (readonly string[])[]): types.DataTableBlock {
  const cell = (text: string, i: number) => {
    const value = columns[i]?.align === 'right' && /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) + 0 : null;
    return value === null ? { type: 'raw_text' as const, text: shown(text) } : { type: 'raw_number' as const, value, text };
  };
  return {
    type: 'data_table',
    caption,
    page_size: slackLimits.dataPage,
    rows: [head.map((title) => ({ type: 'raw_text' as const, text: shown(title) })), ...rows.map((row) => row.map(cell))],
  };
}

/** The same as a table, for a Slack that knows no other; its columns' sides are lost. */
export const asTable = ({ rows }: types.DataTableBlock): types.TableBlock => ({
  type: 'table',
  rows: rows.map((row) => row.map((cell) => ({ type: 'raw_text', text: 'text' in cell ? cell.text : '–' }))),
});

const shown = (text: string) => (text.trim() === '' ? '–' : text);

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
