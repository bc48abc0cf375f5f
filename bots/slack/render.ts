import type { types } from '@slack/bolt';
import type { Message, RenderContext } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import type { Action } from '../../shared/reply/action.ts';
import type { Image, Reply } from '../../shared/reply/reply.ts';
import { plain, shorten, spansOf } from '../../shared/reply/text.ts';
import { escaped } from './escape.ts';
import { fieldBlocks } from './fields.ts';
import { type HomeView, homeView } from './home.ts';
import { actionIds } from './interaction.ts';
import { slackCan, slackLimits } from './limits.ts';
import { packed, sizeOf } from './pack.ts';
import { isLinkable, type Piece, piecesOf, sections, severities } from './richtext.ts';
import { tableBlocks } from './table.ts';

/** One message as chat.postMessage and a `response_url` both take it, but for the channel. */
export type SlackMessage = {
  /** The notification, and what a screen reader says; escaped, no marks. */
  readonly text: string;
  readonly mrkdwn: false;
  /** Nothing in `text` becomes a mention or a link; chat.update would make some unless it is told (Slack: chat.update, `parse`). */
  readonly parse: 'none';
  readonly link_names: false;
  readonly blocks: readonly types.KnownBlock[];
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly thread_ts?: string;
  readonly unfurl_links: false;
  readonly unfurl_media: false;
};

/** What is published to a person's Home tab instead. */
export type SlackHome = { readonly home: HomeView };

/**
 * Reply → Slack messages, each within the limits, none of which Slack parses for mentions, links or marks. Fallbacks: a table too wide becomes aligned text, an
 * image that Slack can't fetch a link; past 20 messages the rest is left out, and said so, and the buttons follow.
 */
export function render(reply: Reply, context: RenderContext): (SlackMessage & Message)[] {
  const shown = wellFormed(reply);
  const content = contentBlocks(shown);
  const actions = actionBlocks(shown.actions ?? [], context);
  const all = packed([...content, ...actions]);
  const messages =
    all.length <= slackLimits.messages
      ? all
      : [
          ...packed(content).slice(0, slackLimits.messages - 1),
          ...packed([...sections([{ type: 'text', text: '… the rest is too long to show here.' }]), ...actions]),
        ];
  const notice = noticeOf(shown);
  const thread = threadOf(shown, context.place);
  return messages.map((blocks, i) => ({
    text: i === 0 ? notice : '…',
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    blocks,
    response_type: shown.visibility === 'private' ? 'ephemeral' : 'in_channel',
    ...(thread === undefined ? {} : { thread_ts: thread }),
    unfurl_links: false,
    unfurl_media: false,
  }));
}

/** Reply → the person's Home tab, all in one view. */
export function renderHome(reply: Reply, context: RenderContext): SlackHome & Message {
  const shown = wellFormed(reply);
  return { home: homeView([...contentBlocks(shown), ...actionBlocks(shown.actions ?? [], context)], context.place) };
}

function contentBlocks(reply: Reply): types.KnownBlock[] {
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
    ...(reply.table ? tableBlocks(reply.table) : []),
    ...(reply.image ? imageBlock(reply.image) : []),
  ];
  return blocks.length > 0 ? blocks : sections([{ type: 'text', text: '…' }]);
}

function imageBlock({ url, alt }: Image): types.KnownBlock[] {
  const description = alt.trim() === '' ? 'Image' : shorten(alt, slackLimits.imageAlt);
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
