import type { RenderContext } from '../../shared/channel/channel.ts';
import type { Words } from '../../shared/channel/words/en.ts';
import { speak } from '../../shared/channel/words/speak.ts';
import { chartTable, chartWords, isDrawable } from '../../shared/reply/chart.ts';
import { fileIn, fileWords, type KeptFile, sentAlong } from '../../shared/reply/file.ts';
import type { Chart, Image, Reply, Severity } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { cut } from './cut.ts';
import { type Keyboard, keyboards } from './keyboard.ts';
import { telegramLimits } from './limits.ts';
import type { Call, ForceReply, ReplyParameters, TelegramMessage } from './message.ts';
import { richMessage } from './rich.ts';
import { isBlank, type Styled, StyledText } from './styled.ts';
import { alignedTable } from './table.ts';

const emoji: Readonly<Record<Severity, string>> = { info: 'ℹ️', success: '✅', warning: '⚠️', error: '❌' };

/** What stands before a private answer that had to be given in the group. */

/**
 * Reply → messages. Marks are entities beside the text, so nothing in it can become markup. Fields are lines, a table stands in a rich message (aligned in a monospaced block where there is none, beside pictures, and past its limits), a chart is a picture with its
 * numbers in words under it, a file a document after it; the last picture has the text as its caption where that fits, and so has a file. Buttons stand under the last message, by hundreds.
 */
export function render(reply: Reply, context: RenderContext): TelegramMessage[] {
  const { place, locale } = context;
  const say = speak(locale);
  const privateNote = `${say.pressStart}\n\n`;
  // An anonymous admin speaks as the group: what is only for them is for it.
  const isPrivate = reply.visibility === 'private' && place.direct !== true && place.user !== place.conversation;
  const room = isPrivate ? privateNote.length : 0;
  const boards = keyboards(reply.actions ?? [], (index) => context.token(index));
  const quote = quoteOf(reply, context);
  const body = bodyOf(reply);
  const asks = asksHere(reply, context);
  if (asks && !quote) body.gap().add(say.replyHere);
  const pictures = picturesOf(reply, locale, body);
  const last = pictures.at(-1);
  const caption = last && captionOf(body, last);
  const hasRoom = (one: Styled) => one.text.length <= telegramLimits.caption - room && one.entities.length <= telegramLimits.entities;
  const file = fileIn(reply);
  const holdsText = file !== undefined && pictures.length === 0 && hasRoom(body);
  const fits = holdsText || (caption !== undefined && hasRoom(caption));
  const calls: Shown[] = pictures.map((picture) =>
    picture === last && fits && caption ? withPicture(picture, caption, body, room) : withPicture(picture, altOf(picture, room), nothing, room),
  );
  const rich = pictures.length === 0 && !file ? richOf(reply, asks && !quote ? say.replyHere : '') : null;
  const parts = fits ? [] : bounded(cut(body, telegramLimits.text - room, telegramLimits.entities), say);
  if (calls.length === 0 && parts.length === 0 && !file) parts.push({ text: '…', entities: [] });
  calls.push(...(rich ? [{ ...rich, instead: text(shortened(parts, say)) }] : parts.map(text)));
  if (file) calls.push(withFile(file, holdsText ? body : nothing, room));
  const end = calls.at(-1);
  if (end && boards[0]) calls[calls.length - 1] = under(end, boards[0]);
  else if (end && asks && quote) calls[calls.length - 1] = under(end, { force_reply: true, selective: true });
  for (const board of boards.slice(1)) calls.push(under(text({ text: say.more, entities: [] }), board));
  return calls.map((call, n) => ({
    ...(n === 0 && quote ? quoting(call, quote) : call),
    ...(isPrivate ? { privately: n === 0 ? privateNote : '' } : {}),
  }));
}

/** The reply as a rich message, which has a table; null for one without, or larger than Telegram takes. */
function richOf({ table, ...rest }: Reply, note: string): Call | null {
  const words = bodyOf(rest);
  if (note !== '') words.gap().add(note);
  const rich_message = table ? richMessage(words, table) : null;
  return rich_message && { method: 'sendRichMessage', payload: { rich_message } };
}

/** The first of them, and how much more there is. */
function shortened(parts: readonly Styled[], say: Words): Styled {
  const [first = nothing, ...more] = parts;
  if (more.length === 0) return first;
  const missing = say.moreCharacters(more.reduce((sum, part) => sum + part.text.length, 0));
  const [cutOff = nothing] = cut(first, telegramLimits.text - missing.length - 2 - 200, telegramLimits.entities);
  return new StyledText(cutOff).gap().add(missing);
}

type Shown = Call & { readonly instead?: Call };

const nothing: Styled = { text: '', entities: [] };

function bodyOf({ text: words, fields = [], table, severity }: Reply): StyledText {
  const body = new StyledText();
  if (severity) body.add(`${emoji[severity]} `);
  body.addText(words);
  if (fields.length > 0) body.gap();
  for (const [n, { name, value }] of fields.entries()) {
    body.add(n === 0 ? '' : '\n').add(name, 'bold');
    body.add(': ').addText(value);
  }
  if (table && table.columns.length > 0) body.gap().add(alignedTable(table), 'pre');
  return body;
}

const text = ({ text: words, entities }: Styled): Call => ({
  method: 'sendMessage',
  payload: { text: words, entities, link_preview_options: { is_disabled: true } },
});

/** A picture before it is sent: what says the same in words, and what stands in its place where it can't be shown. */
interface Picture {
  readonly photo: Extract<Call, { method: 'sendPhoto' }>['payload']['photo'];
  readonly alt: string;
  /** Its words stand in the caption beside the text: nobody sees them otherwise. */
  readonly told: boolean;
  instead(before: Styled): StyledText;
}

/** The pictures of a reply. One that Telegram can't fetch is a link in its text, a chart that can't be drawn its numbers. */
function picturesOf({ image, chart }: Reply, locale: string, body: StyledText): Picture[] {
  const pictures: Picture[] = [];
  const photo = image ? photoUrl(image) : null;
  if (image && photo)
    pictures.push({
      photo,
      alt: image.alt,
      told: false,
      instead: (before) => new StyledText(before).gap().addLink(isBlank(image.alt) ? photo : image.alt, photo),
    });
  else if (image) body.gap().addLink(image.alt, image.url);
  if (chart && isDrawable(chart))
    pictures.push({
      photo: { chart, locale },
      alt: chartWords(chart, locale),
      told: true,
      instead: (before) => addNumbers(new StyledText(before), chart, locale),
    });
  else if (chart) addNumbers(body, chart, locale);
  return pictures;
}

function addNumbers(words: StyledText, chart: Chart, locale: string): StyledText {
  const { columns, rows } = chartTable(chart, locale);
  const shown = rows.length > telegramLimits.rows ? [...rows.slice(0, telegramLimits.rows - 1), ['…']] : rows;
  return words
    .gap()
    .add(chart.title, 'bold')
    .add('\n')
    .add(alignedTable({ columns, rows: shown }), 'pre');
}

function captionOf(body: StyledText, { alt, told }: Picture): Styled {
  if (isBlank(body.text)) return new StyledText().add(alt);
  return told ? new StyledText(body).gap().add(alt, 'italic') : body;
}

/** A picture and its caption; where Telegram can't take it, what stands for it after what is `before`. */
function withPicture({ photo, instead }: Picture, caption: Styled, before: Styled, room: number): Shown {
  const [words = nothing] = cut(instead(before), telegramLimits.text - room, telegramLimits.entities);
  return { method: 'sendPhoto', payload: { photo, caption: caption.text, caption_entities: caption.entities }, instead: text(words) };
}

/** A file under its words; where it can't be sent, a link to it after them. */
function withFile(file: KeptFile, words: Styled, room: number): Shown {
  const [linked = nothing] = cut(new StyledText(words).gap().addLink(fileWords(file), file.url), telegramLimits.text - room, telegramLimits.entities);
  const caption = isBlank(words.text) ? nothing : words;
  return {
    method: 'sendDocument',
    payload: { document: sentAlong(file), caption: caption.text, caption_entities: caption.entities },
    instead: text(linked),
  };
}

function altOf({ alt, told }: Picture, room: number): Styled {
  const most = telegramLimits.caption - room;
  // What keeps an address from being a mention makes it longer.
  return cut(new StyledText().add(shorten(alt.toWellFormed().trim(), most / (told ? 1 : 2))), most, telegramLimits.entities)[0] ?? nothing;
}

/** sendPhoto takes "an HTTP URL as a String for Telegram to get a photo from the Internet". */
function photoUrl({ url }: Image): string | null {
  const parsed = URL.parse(url);
  return parsed && /^https?:$/.test(parsed.protocol) && parsed.href.length <= 2_048 ? parsed.href : null;
}

/** At most so many messages that no chat is flooded; the last says what is missing. */
function bounded(parts: Styled[], say: Words): Styled[] {
  if (parts.length <= telegramLimits.messages) return parts;
  const missing = parts.slice(telegramLimits.messages - 1).reduce((sum, part) => sum + part.text.length, 0);
  return [...parts.slice(0, telegramLimits.messages - 1), { text: say.moreCharacters(missing), entities: [] }];
}

/** A question that is to be answered in words, in a group; where a voice says something else and no parameter is asked for, the words aren't the question. */
function asksHere({ asks, asksFor, speech, actions = [], visibility }: Reply, { place }: RenderContext): boolean {
  return (
    asks === true && (asksFor !== undefined || speech === undefined) && actions.length === 0 && visibility !== 'private' && place.direct !== true
  );
}

function under<C extends Shown>(call: C, board: Keyboard | ForceReply): C {
  const marked = { ...call, payload: { ...call.payload, reply_markup: board } };
  return call.instead ? { ...marked, instead: under(call.instead, board) } : marked;
}

/** In a group an answer quotes what it answers, so that people see whose it is. A pressed button's own message isn't quoted. */
function quoteOf({ visibility }: Reply, { place }: RenderContext): ReplyParameters | null {
  const id = Number(place.message);
  if (!Number.isSafeInteger(id) || id <= 0 || place.via?.query !== undefined || (place.direct === true && visibility !== 'thread')) return null;
  return { message_id: id, allow_sending_without_reply: true };
}

function quoting<C extends Shown>(call: C, quote: ReplyParameters): C {
  const quoted = { ...call, payload: { ...call.payload, reply_parameters: quote } };
  return call.instead ? { ...quoted, instead: quoting(call.instead, quote) } : quoted;
}
