import type { Message, RenderContext } from '../../shared/channel/channel.ts';
import { chartTable, numbersOf } from '../../shared/reply/chart.ts';
import { fileIn, fileWords } from '../../shared/reply/file.ts';
import type { Chart, Reply, Severity, Table } from '../../shared/reply/reply.ts';
import { plain, type Span, spansOf, type Text } from '../../shared/reply/text.ts';

/** Lines to print: `styled` with ANSI marks, `text` without; and what the numbers below them press. */
export type TerminalMessage = {
  readonly text: string;
  readonly styled: string;
  readonly tokens: readonly string[];
  /** It asks something: a number is an answer, unless it has buttons itself. */
  readonly asks?: true;
};

/** SGR codes of ECMA-48, the only control sequences that ever reach the terminal. */
const marks = {
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  cyan: [36, 39],
  green: [32, 39],
  yellow: [33, 39],
  red: [31, 39],
} as const;
type Style = (mark: keyof typeof marks, text: string) => string;

const ansi: Style = (mark, text) => (text === '' ? '' : `\u001b[${marks[mark][0]}m${text}\u001b[${marks[mark][1]}m`);
const bare: Style = (_, text) => text;

const signs: Readonly<Record<Severity, readonly [string, keyof typeof marks]>> = {
  info: ['i', 'cyan'],
  success: ['✓', 'green'],
  warning: ['!', 'yellow'],
  error: ['✗', 'red'],
};

/** Reply → one message. Buttons are numbered: typing the number presses it. Control characters of what others wrote are shown, never obeyed. */
export function render(reply: Reply, { locale, token }: RenderContext): [TerminalMessage & Message] {
  return [
    {
      text: linesOf(reply, locale, bare),
      styled: linesOf(reply, locale, ansi),
      tokens: (reply.actions ?? []).map((_, index) => token(index)),
      ...(reply.asks ? { asks: true } : {}),
    },
  ];
}

function linesOf(reply: Reply, locale: string, style: Style): string {
  const { text, severity, fields = [], table, chart, image, actions = [] } = reply;
  const file = fileIn(reply);
  const [sign, colour] = severity ? signs[severity] : ['', 'bold' as const];
  const width = Math.max(0, ...fields.map(({ name }) => name.length));
  const blocks = [
    `${sign ? `${style(colour, sign)} ` : ''}${words(text, style)}`,
    fields
      .map(({ name, value }) => `  ${style('dim', safe(name).padEnd(width))}  ${words(value, style).replaceAll('\n', `\n${' '.repeat(width + 4)}`)}`)
      .join('\n'),
    table && table.columns.length > 0 ? tableLines(table, style) : '',
    chart ? chartLines(chart, locale, style) : '',
    image ? `[${safe(image.alt)}] ${safe(image.url)}` : '',
    file ? `[${safe(fileWords(file))}] ${style('underline', safe(file.url))}` : '',
    actions.map(({ label }, i) => `  ${style('cyan', String(i + 1))} ${safe(label)}`).join('\n'),
  ];
  return blocks.filter((block) => block.trim() !== '').join('\n') || '…';
}

function words(text: Text, style: Style): string {
  return spansOf(text)
    .map((span) => spanOf(span, style))
    .join('');
}

function spanOf(span: Span, style: Style): string {
  if (typeof span === 'string') return safe(span);
  if ('bold' in span) return style('bold', safe(span.bold));
  if ('italic' in span) return style('italic', safe(span.italic));
  if ('code' in span) return style('cyan', safe(span.code));
  return span.link === span.url ? style('underline', safe(span.url)) : `${safe(span.link)} (${style('underline', safe(span.url))})`;
}

function tableLines({ columns, rows }: Table, style: Style): string {
  const cells = rows.map((row) => columns.map((_, i) => safe(row[i] ?? '').replaceAll('\n', ' ')));
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const pad = (cell: string, i: number) => (columns[i]?.align === 'right' ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0));
  const line = (row: readonly string[]) => `  ${row.map(pad).join('  ').trimEnd()}`;
  return [style('bold', line(columns.map(({ title }) => safe(title)))), ...cells.map(line)].join('\n');
}

/** A bar a label, as long as its value; several series as their table. */
function chartLines(chart: Chart, locale: string, style: Style): string {
  const { title, labels, series } = chart;
  const head = `  ${style('bold', safe(title).replaceAll('\n', ' '))}`;
  const [only] = series;
  if (!only || series.length > 1) return `${head}\n${tableLines(chartTable(chart, locale), style)}`;
  const print = numbersOf(chart, locale);
  const names = labels.map((label) => safe(label).replaceAll('\n', ' '));
  const width = Math.max(...names.map((name) => name.length));
  const most = Math.max(0, ...only.values.map((value) => value ?? 0));
  const bars = only.values.map(
    (value, i) => `  ${(names[i] ?? '').padEnd(width)}  ${style('cyan', bar(most > 0 ? (value ?? 0) / most : 0))} ${print(value)}`,
  );
  return [head, ...bars].join('\n');
}

const barMost = 30;

/** A bar of at most 30 characters, in eighths of one. */
function bar(part: number): string {
  const eighths = Math.round(Math.max(0, part) * barMost * 8);
  return `${'█'.repeat(Math.floor(eighths / 8))}${['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8]}`;
}

/** What others wrote, unable to move the cursor, set a title or answer for the terminal (C0 and C1 controls but the line break and tab). */
function safe(text: string): string {
  return plain(text)
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
