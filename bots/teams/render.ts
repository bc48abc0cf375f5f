import type { Message, RenderContext } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import { speak } from '../../shared/channel/words/speak.ts';
import type { Drawing } from '../../shared/picture/drawing.ts';
import { chartWords, isDrawable } from '../../shared/reply/chart.ts';
import { fileIn, fileWords, type SentAlong, sentAlong } from '../../shared/reply/file.ts';
import type { Chart, Reply } from '../../shared/reply/reply.ts';
import { plain, shorten, split } from '../../shared/reply/text.ts';
import { chartNumbers, elementsOf } from './card.ts';
import { chartElement } from './chart.ts';
import { sizes } from './limits.ts';
import { isBlank, literal } from './literal.ts';
import { markdown } from './markdown.ts';
import { jsonLength, pack } from './pack.ts';
import { type Element, paragraphs } from './paragraphs.ts';
import { type Card, concernedIn, withView } from './view.ts';

/** A message for Teams: what of the activity is known before it is sent, and whom it is for. */
export interface TeamsMessage extends Message {
  readonly activity: { readonly type: 'message'; readonly [member: string]: unknown };
  /** A chart that is sent along as a picture. */
  readonly picture?: Drawing;
  /** A picture of ours that is sent along, by its blob. */
  readonly file?: SentAlong;
  /** What is sent where it can't be drawn, or is not there, or is too large. */
  readonly instead?: { readonly type: 'message'; readonly [member: string]: unknown };
  /** Only for who asked: sent to them in a conversation of their own; what stands here where Teams opens none. */
  readonly private?: string;
  /** In the thread under what they said. */
  readonly thread?: true;
}

/** Characters of JSON that are left for what `send` adds, and for the frame of a card. */
const frame = 3_000;
const charactersMax = sizes.activityBytes / 2;

/**
 * Reply → messages: plain text where it is nothing but text, else Adaptive Cards 1.5. Text longer than a message is split at natural places, a card between its elements.
 * Severity is the style of a container round the text. A chart is Teams' own; too large for that, a picture in a message of its own, with its numbers in words. A file is a small picture that stands there, or a link: a bot can put no other into a chat by itself.
 */
export function render(reply: Reply, { place, locale, token }: Pick<RenderContext, 'place' | 'locale' | 'token'>): TeamsMessage[] {
  const to = {
    ...(reply.visibility === 'private' && !place.direct ? { private: speak(locale).addMe } : {}),
    ...(reply.visibility === 'thread' ? { thread: true as const } : {}),
  };
  const { elements, picture } = chartOf(reply.chart, locale);
  const file = fileOf(reply);
  const more = [...elements, ...file.elements];
  const messages = viewOf(reply, place, token, more, locale) ?? textOf(reply, more) ?? cardsOf(reply, token, more, locale);
  if (!messages) return render(without(reply), { place, locale, token });
  return [...messages.map((parts) => ({ activity: { type: 'message' as const, ...parts } })), ...picture, ...file.messages].map((message) => ({
    ...message,
    ...to,
  }));
}

/** A chart as elements of the card, or as a message after it. */
function chartOf(chart: Chart | undefined, locale: string): { readonly elements: readonly Element[]; readonly picture: readonly TeamsMessage[] } {
  if (!chart) return { elements: [], picture: [] };
  const numbers = chartNumbers(chart, locale);
  const words = literal(chartWords(chart, locale));
  const said: Element = { type: 'TextBlock', text: markdown(words, 'card'), wrap: true };
  const fallback: Element = chart.labels.length > sizes.chartRows || numbers.length > 2 ? said : { type: 'Container', items: numbers };
  const native = chartElement(chart, fallback);
  if (native) return { elements: [native], picture: [] };
  if (!isDrawable(chart)) return { elements: numbers, picture: [] };
  const [first = []] = pack(numbers, charactersMax - frame);
  const activity = { type: 'message', text: shorten(words, sizes.text), textFormat: 'plain' } as const;
  return {
    elements: [],
    picture: [{ activity, picture: { chart, locale }, instead: { type: 'message', ...cardOf(first, shorten(words, sizes.summary)) } }],
  };
}

/** A small picture as a message of its own; any other file as a link in the card (Teams: a bot sends files by asking the person to let it write into their OneDrive, in a direct chat alone). */
function fileOf(reply: Reply): { readonly elements: readonly Element[]; readonly messages: readonly TeamsMessage[] } {
  const file = fileIn(reply);
  if (!file) return { elements: [], messages: [] };
  const link = paragraphs([{ link: fileWords(file), url: file.url }]);
  if (!/^image\/(png|jpeg|gif)$/.test(file.mediaType) || file.bytes > sizes.picture) return { elements: link, messages: [] };
  const words = literal(fileWords(file));
  const activity = { type: 'message', text: words, textFormat: 'plain' } as const;
  return { elements: [], messages: [{ activity, file: sentAlong(file), instead: { type: 'message', ...cardOf(link, words) } }] };
}

/** The activities of a reply that is nothing but text; null for one that needs a card. */
function textOf({ text, fields, table, image, actions, severity, form }: Reply, chart: readonly Element[]): object[] | null {
  if (form || fields?.length || table || image || chart.length > 0 || actions?.length || (severity && severity !== 'info')) return null;
  if (typeof text === 'string') {
    const words = literal(text);
    const parts = split(words, sizes.text).filter((part) => !isBlank(part));
    return (parts.length ? parts : ['…']).map((part) => ({ text: part, textFormat: 'plain' }));
  }
  const words = markdown(text, 'message');
  if (isBlank(words)) return [{ text: '…', textFormat: 'plain' }];
  // Markdown can't be cut without knowing its marks; a card of blocks can.
  return jsonLength(words) <= sizes.text ? [{ text: words, textFormat: 'markdown' }] : null;
}

/** Null where a form would be divided: what is sent from one card holds that card's inputs alone. Then its question is asked in words. */
function cardsOf(reply: Reply, token: (actionIndex: number) => string, chart: readonly Element[], locale: string): object[] | null {
  const summary = summaryOf(reply);
  const elements = elementsOf(reply, token, chart, locale);
  if (elements.length === 0) return [{ text: '…', textFormat: 'plain' }];
  const bodies = pack(elements, charactersMax - frame);
  if (reply.form && bodies.length > 1) return null;
  return bodies.map((body) => cardOf(body, summary));
}

/** A card whose buttons are there for those alone whom it concerns; null where it is for all, or too large to be in one message twice. */
function viewOf(reply: Reply, place: Place, token: (actionIndex: number) => string, chart: readonly Element[], locale: string): object[] | null {
  const concerned = concernedIn(reply, place);
  if (concerned.length === 0) return null;
  const summary = summaryOf(reply);
  const [whole, rest] = [reply, { ...reply, actions: [] }].map((one) => card(elementsOf(one, token, chart, locale), summary));
  if (!whole || !rest || jsonLength(whole) + jsonLength(rest) > charactersMax - frame) return null;
  return [message(withView(rest, whole, concerned), summary)];
}

const cardOf = (body: readonly Element[], summary: string): object => message(card(body, summary), summary);
const message = (content: Card, summary: string) => ({ summary, attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] });
const summaryOf = ({ text }: Reply) => shorten(literal(plain(text)).replace(/\s+/g, ' ').trim(), sizes.summary) || '…';

const without = ({ form: _, ...rest }: Reply): Reply => rest;

function card(body: readonly Element[], fallbackText: string): Card {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    body,
    fallbackText,
    ...(body.some(({ type }) => type === 'Table' || type.startsWith('Chart.')) ? { msteams: { width: 'Full' } } : {}),
  };
}
