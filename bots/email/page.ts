import type { Words } from '../../shared/channel/words/en.ts';
import { speak } from '../../shared/channel/words/speak.ts';
import { speakBeside } from '../../shared/reply/beside/words/speak.ts';
import { chartTable, chartWords, isDrawable } from '../../shared/reply/chart.ts';
import { areNumbered } from '../../shared/reply/choice.ts';
import { fileIn, fileWords, type KeptFile } from '../../shared/reply/file.ts';
import type { Chart, Reply, Severity, Table } from '../../shared/reply/reply.ts';
import { type Span, spansOf, type Text } from '../../shared/reply/text.ts';
import { isAttached } from './attached.ts';
import { labelOf } from './offered.ts';

/** A mail program knows few of a page's means: styles stand in the elements, tables are of the old kind, and nothing is loaded but a picture that is named. */
const look = {
  body: 'margin:0;padding:16px;font:15px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;color:#1d2126;background:#ffffff',
  box: 'max-width:600px',
  title: 'margin:16px 0 0;font-size:15px',
  table: 'border-collapse:collapse;margin:12px 0;font-size:14px',
  name: 'padding:2px 16px 2px 0;color:#5b6570;text-align:left;vertical-align:top;font-weight:normal',
  value: 'padding:2px 0;vertical-align:top',
  head: 'padding:4px 12px 4px 0;border-bottom:2px solid #d5dae0;color:#5b6570;text-align:left',
  cell: 'padding:4px 12px 4px 0;border-bottom:1px solid #e6e9ed;vertical-align:top',
  code: 'font:13px/1.4 ui-monospace,Menlo,Consolas,monospace;background:#f1f3f5;padding:1px 4px;border-radius:3px',
  number:
    'display:inline-block;min-width:20px;padding:0 4px;margin-right:8px;border:1px solid #b9c1ca;border-radius:4px;text-align:center;font-size:13px',
  small: 'color:#5b6570;font-size:13px;margin:16px 0 6px',
} as const;

const hues: Readonly<Record<Severity, string>> = { info: '#3867d6', success: '#2e7d4f', warning: '#b26a00', error: '#c0392b' };

/** A reply as a page. Whatever stands in it is text: only what is marked is more. */
export function pageOf(reply: Reply, locale: string): string {
  const { text, fields = [], table, chart, image, actions = [], severity } = reply;
  const file = fileIn(reply);
  const bar = severity ? `border-left:4px solid ${hues[severity]};padding-left:12px;` : '';
  const blocks = [
    `<p style="margin:0 0 12px;${bar}white-space:pre-line">${marks(text) || '…'}</p>`,
    fields.length === 0
      ? ''
      : `<table role="presentation" style="${look.table}">${fields.map(({ name, value }) => field(name, value)).join('')}</table>`,
    table && table.columns.length > 0 ? tableOf(table) : '',
    chart ? `${isDrawable(chart) ? drawnOf(chart, locale) : titleOf(chart)}${tableOf(chartTable(chart, locale))}` : '',
    image ? pictureOf(image.url, image.alt) : '',
    file ? fileLineOf(file, locale) : '',
    offered(actions, speak(locale)),
  ];
  return [
    '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>',
    `<body style="${look.body}"><div style="${look.box}">${blocks.join('')}</div></body></html>`,
  ].join('');
}

const field = (name: string, value: Text) =>
  `<tr><th scope="row" style="${look.name}">${escaped(name)}</th><td style="${look.value}">${marks(value)}</td></tr>`;

function tableOf({ columns, rows }: Table): string {
  const align = (i: number) => (columns[i]?.align === 'right' ? ';text-align:right' : '');
  const head = columns.map(({ title }, i) => `<th scope="col" style="${look.head}${align(i)}">${escaped(title)}</th>`).join('');
  const body = rows.map((row) => `<tr>${columns.map((_, i) => `<td style="${look.cell}${align(i)}">${escaped(row[i] ?? '')}</td>`).join('')}</tr>`);
  return `<table style="${look.table}"><tr>${head}</tr>${body.join('')}</table>`;
}

/** Where the picture of a chart goes along with the mail; what shows no pictures shows its words. */
export const chartCid = 'chart@bellhop';
const drawnOf = (chart: Chart, locale: string) =>
  `<p><img src="cid:${chartCid}" alt="${escaped(chartWords(chart, locale))}" width="480" style="width:480px;max-width:100%;height:auto"></p>`;
const titleOf = ({ title }: Chart) => `<h2 style="${look.title}">${escaped(title)}</h2>`;

/** The page where the picture is not there: its title stands over the numbers. */
export const withoutChart = (html: string, chart: Chart): string => html.replace(/<p><img src="cid:[^>]*><\/p>/, () => titleOf(chart));

function pictureOf(url: string, alt: string): string {
  const href = safe(url);
  return href === null ? `<p>${escaped(alt)}</p>` : `<p><img src="${escaped(href)}" alt="${escaped(alt)}" style="max-width:100%;height:auto"></p>`;
}

const fileLineOf = (file: KeptFile, locale: string) =>
  `<p>${isAttached(file) ? `${speakBeside(locale).attached}: ${escaped(fileWords(file))}` : marks([{ link: fileWords(file), url: file.url }])}</p>`;

function offered(actions: NonNullable<Reply['actions']>, say: Words): string {
  if (actions.length === 0) return '';
  const numbers = areNumbered(actions.map(({ label }) => label));
  const lines = actions.map((action, i) => {
    const number = numbers ? `<span style="${look.number}">${i + 1}</span>` : '';
    return `<div style="margin:4px 0">${number}${escaped(labelOf(action))}</div>`;
  });
  return `<p style="${look.small}">${numbers ? say.answerMailByNumber : say.answerMail}</p>${lines.join('')}`;
}

const marks = (text: Text) => spansOf(text).map(markOf).join('').trim();

function markOf(span: Span): string {
  if (typeof span === 'string') return escaped(span);
  if ('bold' in span) return `<strong>${escaped(span.bold)}</strong>`;
  if ('italic' in span) return `<em>${escaped(span.italic)}</em>`;
  if ('code' in span) return `<code style="${look.code}">${escaped(span.code)}</code>`;
  const href = safe(span.url);
  return href === null ? escaped(span.link) : `<a href="${escaped(href)}" style="color:#2858c4">${escaped(span.link)}</a>`;
}

/** An address of the web or of mail, as a browser reads it; null for any other. */
function safe(url: string): string | null {
  const parsed = URL.parse(url);
  return parsed && /^(https?|mailto):$/.test(parsed.protocol) ? parsed.href : null;
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it is, for any place of a page; control characters are none of it. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')
    .replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}
