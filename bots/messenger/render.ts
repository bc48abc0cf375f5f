import type { RenderContext } from '../../shared/channel/channel.ts';
import type { Words } from '../../shared/channel/words/en.ts';
import { speak } from '../../shared/channel/words/speak.ts';
import { speakBeside } from '../../shared/reply/beside/words/speak.ts';
import { chartTable, chartWords, isDrawable, isDrawableTable, nameless } from '../../shared/reply/chart.ts';
import { fileIn, fileLine, type KeptFile, sentAlong } from '../../shared/reply/file.ts';
import { linesOf } from '../../shared/reply/lines.ts';
import type { Chart, Image, Reply, Severity, Table } from '../../shared/reply/reply.ts';
import { plain, shorten, split } from '../../shared/reply/text.ts';
import { buttonTemplate, carousels, type Offer, offersOf, quickReplies } from './buttons.ts';
import { messengerLimits } from './limits.ts';
import type { Content, MessengerMessage } from './message.ts';

const emoji: Readonly<Record<Severity, string>> = { info: 'ℹ️', success: '✅', warning: '⚠️', error: '❌' };

/**
 * Reply → messages. Messenger's texts have no marks, so words stand as they are, and a link beside its address. Fields are lines, a table too, or a picture where it has many columns; a picture goes before the words, with
 * its alternative text among them, and so do a chart, drawn as one, and a file. Every conversation is private, and has no threads. Up to three actions are buttons, which stay; the answers to a question, and up to 13, quick
 * replies; more are cards with buttons.
 */
export function render(reply: Reply, context: RenderContext): MessengerMessage[] {
  const { image, table, chart, actions = [], asks = false } = reply;
  const url = image && pictureUrl(image);
  const texts = bounded(split(bodyOf(reply, url, context.locale), messengerLimits.text), speak(context.locale));
  const offers = offersOf(actions, (index) => context.token(index));
  const picture: MessengerMessage[] = image && url ? [pictureOf(image, url)] : [];
  const drawn: MessengerMessage[] = [
    ...(table && isPicture(table) ? [drawnTable(table, context.locale)] : []),
    ...(chart && isDrawable(chart) ? [drawnOf(chart, context.locale)] : []),
  ];
  const file = fileIn(reply);
  return [...picture, ...drawn, ...(file ? [withFile(file)] : []), ...withOffers(texts, offers, asks).map((message) => ({ message }))];
}

function withOffers(texts: readonly string[], offers: readonly Offer[], asks: boolean): Content[] {
  const before: Content[] = texts.slice(0, -1).map((text) => ({ text }));
  const text = texts.at(-1) ?? '…';
  if (offers.length === 0) return [...before, { text }];
  if (offers.length > messengerLimits.quickReplies) return [...before, { text }, ...carousels(offers)];
  if (asks || offers.length > messengerLimits.buttons) return [...before, { text, quick_replies: quickReplies(offers) }];
  const [head, tail] = withShortEnd(text, messengerLimits.buttonsText);
  return [...before, ...(head === '' ? [] : [{ text: head }]), buttonTemplate(tail, offers)];
}

function bodyOf({ text, fields = [], table, chart, severity, image }: Reply, url: string | null | undefined, locale: string): string {
  const words = plain(text).trim();
  const lines = fields.map(({ name, value }) => `${name}: ${plain(value)}`).join('\n');
  const rows = table && table.columns.length > 0 ? (isPicture(table) ? tableWords(table, locale) : linesOf(table, messengerLimits.cell)) : '';
  const alt = image ? (url ? image.alt : `${image.alt} (${image.url})`) : '';
  const numbers = chart ? (isDrawable(chart) ? chartWords(chart, locale) : chartLines(chart, locale)) : '';
  const body = [words, lines, rows, numbers, alt.trim()].filter((part) => part !== '').join('\n\n');
  const said = `${severity ? `${emoji[severity]} ` : ''}${body}`
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ')
    .trim();
  return /[^\s\p{C}]/u.test(said) ? said : '…';
}

/** Where Messenger can't fetch it, a link to it. The alternative text stands with the words. */
function pictureOf({ alt }: Image, url: string): MessengerMessage {
  return {
    message: { attachment: { type: 'image', payload: { url, is_reusable: false } } },
    instead: { text: shorten(`${shorten(alt.toWellFormed().trim(), messengerLimits.text / 4)} ${url}`.trim(), messengerLimits.text) },
  };
}

/** Messenger shows pictures, plays sound and films, and offers the rest (Send API, attachments). */
function withFile(file: KeptFile): MessengerMessage {
  const [, type = 'file'] = /^(image(?=\/(?:png|jpeg|gif)$)|audio|video)/.exec(file.mediaType) ?? [];
  return {
    message: { attachment: { type: type as 'image' | 'audio' | 'video' | 'file', payload: { is_reusable: false } } }, // One of these, by the pattern.
    file: sentAlong(file),
    instead: { text: shorten(fileLine(file), messengerLimits.text) },
  };
}

/** Whether a table has more columns than its lines can be read with, and is drawn. */
const isPicture = (table: Table) =>
  table.columns.length >= messengerLimits.drawnColumns &&
  table.columns.length <= messengerLimits.drawnColumnsMax &&
  table.rows.length <= messengerLimits.drawnRows &&
  isDrawableTable(table);

/** What a picture of a table shows, for who can't see it. */
const tableWords = ({ columns, rows }: Table, locale: string) =>
  shorten(speakBeside(locale).tablePicture(rows.length, columns.map(({ title }) => title).join(', ')), messengerLimits.text / 4);

/** Where it can't be drawn, its lines. */
const drawnTable = (table: Table, locale: string): MessengerMessage => ({
  message: { attachment: { type: 'image', payload: { is_reusable: false } } },
  picture: { chart: table, locale },
  instead: { text: shorten(linesOf(table, messengerLimits.cell) || '…', messengerLimits.text) },
});

/** Its numbers in words stand with the other words; where it can't be drawn, in lines too. */
function drawnOf(chart: Chart, locale: string): MessengerMessage {
  return {
    message: { attachment: { type: 'image', payload: { is_reusable: false } } },
    picture: { chart, locale },
    instead: { text: shorten(chartLines(chart, locale), messengerLimits.text) },
  };
}

const chartLines = (chart: Chart, locale: string) =>
  `${chart.title.toWellFormed().trim() || nameless(locale)}\n${linesOf(chartTable(chart, locale), messengerLimits.cell)}`;

/** Messenger fetches a picture from an http(s) address; a longer one than fits a text has no fallback. */
function pictureUrl({ url }: Image): string | null {
  const parsed = URL.parse(url);
  return parsed && /^https?:$/.test(parsed.protocol) && parsed.href.length <= messengerLimits.text / 2 ? parsed.href : null;
}

/** Cuts a text so that its end has at most `max`, at a natural place: a blank line, a line, a sentence, a word. */
function withShortEnd(text: string, max: number): readonly [string, string] {
  if (text.length <= max) return ['', text];
  const from = text.length - max;
  for (const separator of ['\n\n', '\n', '. ', ' ']) {
    const at = text.indexOf(separator, from);
    if (at < 0) continue;
    const end = at + separator.trimEnd().length;
    const tail = text.slice(end).trim();
    if (tail !== '') return [text.slice(0, end).trimEnd(), tail];
  }
  const code = text.charCodeAt(from);
  const at = code >= 0xdc00 && code <= 0xdfff ? from + 1 : from;
  return [text.slice(0, at), text.slice(at)];
}

/** At most so many messages that no conversation is flooded; the last says what is missing. */
function bounded(parts: string[], say: Words): string[] {
  if (parts.length <= messengerLimits.messages) return parts;
  const missing = parts.slice(messengerLimits.messages - 1).reduce((sum, part) => sum + part.length, 0);
  return [...parts.slice(0, messengerLimits.messages - 1), say.moreCharacters(missing)];
}
