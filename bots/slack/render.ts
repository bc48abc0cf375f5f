import type { types } from '@slack/bolt';
import type { Message, RenderContext } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import { speak } from '../../shared/channel/words/speak.ts';
import type { Drawing } from '../../shared/picture/drawing.ts';
import type { Action } from '../../shared/reply/action.ts';
import { chartWords, isDrawable } from '../../shared/reply/chart.ts';
import { fileIn, fileWords, type KeptFile } from '../../shared/reply/file.ts';
import type { Image, Reply } from '../../shared/reply/reply.ts';
import { plain, shorten, spansOf } from '../../shared/reply/text.ts';
import type { SlackBlock } from './blocks.ts';
import { chartBlock, chartNumbers } from './chart.ts';
import { escaped } from './escape.ts';
import { fieldBlocks } from './fields.ts';
import { type HomeView, homeView } from './home.ts';
import { actionIds } from './interaction.ts';
import { slackCan, slackLimits } from './limits.ts';
import { packed, sizeOf } from './pack.ts';
import { isLinkable, type Piece, piecesOf, sections, severities } from './richtext.ts';
import { asTable, tableBlocks } from './table.ts';

/** One message as chat.postMessage and a `response_url` both take it, but for the channel. */
export type SlackMessage = {
  /** The notification, and what a screen reader says; escaped, no marks. */
  readonly text: string;
  readonly mrkdwn: false;
  /** Nothing in `text` becomes a mention or a link; chat.update would make some unless it is told (Slack: chat.update, `parse`). */
  readonly parse: 'none';
  readonly link_names: false;
  readonly blocks: readonly SlackBlock[];
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly thread_ts?: string;
  readonly unfurl_links: false;
  readonly unfurl_media: false;
};

/** What is published to a person's Home tab instead. */
export type SlackHome = { readonly home: HomeView };
/** A picture that is drawn and uploaded when it is sent, into a message of its own. */
export type SlackPicture = {
  readonly picture: Drawing & { readonly title: string; readonly alt: string };
  readonly thread_ts?: string;
  /** What is sent where it can't be uploaded. */
  readonly instead: SlackMessage;
};

/** A file that is uploaded when it is sent, into a message of its own. */
export type SlackFile = {
  readonly file: KeptFile;
  readonly thread_ts?: string;
  /** What is sent where it can't be uploaded. */
  readonly instead: SlackMessage;
};

/**
 * Reply → Slack messages, each within the limits, none of which Slack parses for mentions, links or marks. Fallbacks: a table too wide becomes aligned text, an
 * image that Slack can't fetch a link, a file for one person among others too, a chart that Slack doesn't draw a picture after the text, or its numbers where only one person may see it; past 20 messages the rest is left out, and said so, and the buttons follow.
 */
export function render(reply: Reply, context: RenderContext): (SlackMessage | SlackPicture | SlackFile)[] {
  const shown = wellFormed(reply);
  const chart = chartOf(shown, context);
  const file = fileIn(shown);
  // An uploaded file is seen by all who are there.
  const isHidden = shown.visibility === 'private' && !context.place.direct;
  const content = contentBlocks(shown, [...chart.blocks, ...(file && isHidden ? fileLink(file) : [])], context.locale);
  const actions = actionBlocks(shown.actions ?? [], context);
  const all = packed([...content, ...actions]);
  const messages =
    all.length <= slackLimits.messages
      ? all
      : [
          ...packed(content).slice(0, slackLimits.messages - 1),
          ...packed([...sections([{ type: 'text', text: speak(context.locale).restTooLong }]), ...actions]),
        ];
  const notice = noticeOf(shown);
  const thread = threadOf(shown, context.place);
  const messageOf = (text: string, blocks: readonly SlackBlock[]): SlackMessage => ({
    text,
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    blocks,
    response_type: shown.visibility === 'private' ? 'ephemeral' : 'in_channel',
    ...(thread === undefined ? {} : { thread_ts: thread }),
    unfurl_links: false,
    unfurl_media: false,
  });
  const { picture, numbers } = chart;
  return [
    ...messages.map((blocks, i) => messageOf(i === 0 ? notice : '…', blocks)),
    ...(picture ? [{ picture, ...(thread === undefined ? {} : { thread_ts: thread }), instead: messageOf(escaped(picture.title), numbers) }] : []),
    ...(file && !isHidden
      ? [{ file, ...(thread === undefined ? {} : { thread_ts: thread }), instead: messageOf(escaped(fileWords(file)), fileLink(file)) }]
      : []),
  ];
}

const fileLink = (file: KeptFile) => sections(piecesOf([{ link: fileWords(file), url: file.url }]));

/** Reply → the person's Home tab, all in one view. A chart is its numbers there, a file a link. */
export function renderHome(reply: Reply, context: RenderContext): SlackHome & Message {
  const shown = wellFormed(reply);
  const file = fileIn(shown);
  const more = [...(shown.chart ? chartNumbers(shown.chart, context.locale) : []), ...(file ? fileLink(file) : [])];
  // A view is no message: what it takes is said of plain tables alone.
  const content = contentBlocks(shown, more, context.locale).map((block) => (block.type === 'data_table' ? asTable(block) : block));
  return { home: homeView([...content, ...actionBlocks(shown.actions ?? [], context)], context.place) };
}

/** A chart as blocks, or as a picture with the numbers that stand for it. */
function chartOf({ chart, visibility }: Reply, { place, locale }: RenderContext) {
  const none = { blocks: [], picture: undefined, numbers: [] };
  if (!chart) return none;
  const native = chartBlock(chart);
  if (native) return { ...none, blocks: [native] };
  const numbers = chartNumbers(chart, locale);
  // An uploaded file is seen by all who are there.
  if (!isDrawable(chart) || (visibility === 'private' && !place.direct)) return { ...none, blocks: numbers };
  const title = shorten(chart.title, slackLimits.chartTitle);
  const [first = []] = packed(numbers);
  return { blocks: [], picture: { chart, locale, title, alt: shorten(chartWords(chart, locale), slackLimits.fileAlt) }, numbers: first };
}

/** `more`: what stands between the table and the image. */
function contentBlocks(reply: Reply, more: readonly SlackBlock[], locale: string): SlackBlock[] {
  const mark: Piece[] = reply.severity
    ? [
        { type: 'emoji', name: severities[reply.severity].emoji },
        { type: 'text', text: ' ' },
      ]
    : [];
  const words = plain(reply.text).trim() === '' ? [] : piecesOf(spansOf(reply.text));
  const blocks = [
    ...(mark.length + words.length > 0 ? sections([...mark, ...words]) : []),
    ...fieldBlocks(reply.fields ?? []),
    ...(reply.table ? tableBlocks(reply.table, plain(reply.text)) : []),
    ...more,
    ...(reply.image ? imageBlock(reply.image, locale) : []),
  ];
  return blocks.length > 0 ? blocks : sections([{ type: 'text', text: '…' }]);
}

function imageBlock({ url, alt }: Image, locale: string): types.KnownBlock[] {
  const description = alt.trim() === '' ? speak(locale).image : shorten(alt, slackLimits.imageAlt);
  return isLinkable(url) && new URL(url).protocol === 'https:'
    ? [{ type: 'image', image_url: url, alt_text: description }]
    : imageLink(url, description);
}

/** What stands for an image that Slack can't fetch. */
export function imageLink(url: string, description: string): types.RichTextBlock[] {
  return sections(piecesOf([{ link: description, url }]));
}

function actionBlocks(actions: readonly Action[], context: RenderContext): types.ActionsBlock[] {
  const blocks: types.ActionsBlock[] = [];
  for (const [index, { label, command, style }] of actions.slice(0, slackCan.buttons).entries()) {
    const button: types.Button = {
      type: 'button',
      action_id: `${actionIds}${index}`,
      text: { type: 'plain_text', text: shorten(label.trim() === '' ? command : label, slackLimits.buttonText), emoji: false },
      value: context.token(index).toWellFormed(),
      ...(style === undefined ? {} : { style }),
    };
    const last = blocks.at(-1);
    const longer: types.ActionsBlock = { type: 'actions', elements: [...(last?.elements ?? []), button] };
    if (last && last.elements.length < slackLimits.buttonsPerBlock && sizeOf(longer) <= slackLimits.messageText) blocks[blocks.length - 1] = longer;
    else blocks.push({ type: 'actions', elements: [button] });
  }
  return blocks;
}

function noticeOf({ text, severity, image }: Reply): string {
  const words = plain(text).trim() || image?.alt.trim() || '…';
  return `${severity ? `${severities[severity].sign} ` : ''}${escaped(shorten(words, slackLimits.fallbackText))}`;
}

/** In a thread the answer stays there; `thread` opens one under what was said. */
function threadOf(reply: Reply, place: Place): string | undefined {
  return place.thread ?? (reply.visibility === 'thread' ? place.message : undefined);
}

/** Half a surrogate pair can't be sent as UTF-8: it becomes U+FFFD. JSON spells out only such halves, so most replies pass as they are. */
function wellFormed(reply: Reply): Reply {
  const json = JSON.stringify(reply);
  return /\\ud[89a-f]/.test(json) ? JSON.parse(json, (_, value) => (typeof value === 'string' ? value.toWellFormed() : value)) : reply;
}
