import type { Channel, Message, SendOptions, Sent } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import { bytesOf } from '../../shared/channel/outgoing-file.ts';
import type { Clock } from '../../shared/clock.ts';
import { BellhopError, SendFailed } from '../../shared/errors.ts';
import type { SlackApi, SlackApis } from './api.ts';
import type { SlackBlock } from './blocks.ts';
import { chartLines } from './chart.ts';
import { slackLimits } from './limits.ts';
import { tsOf } from './payload.ts';
import { type SlackPrompts, suggest } from './prompts.ts';
import { imageLink, type SlackFile, type SlackHome, type SlackMessage, type SlackPicture } from './render.ts';
import { isSlacks, respond } from './response-url.ts';
import { asTable } from './table.ts';
import { type Upload, upload } from './upload.ts';

/** Slack's words for a conversation that the bot can't post to: then another way may lead to the person. */
const unreachable = new Set([
  'not_in_channel',
  'channel_not_found',
  'user_not_in_channel',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
  'cannot_reply_to_message',
  'messages_tab_disabled',
]);
/** Its words for a message that can't be changed (any more): then it is said anew. */
const unchangeable = new Set([...unreachable, 'message_not_found', 'cant_update_message', 'edit_window_closed']);

/**
 * Sends one rendered message. The ways, each tried when the one before can't lead there: for a slash command and for what is private the `response_url`, which
 * works where the bot isn't a member; `chat.postMessage` or `chat.postEphemeral`; and at last the person's direct messages.
 */
export function sender({ apis, apiUrl, clock }: { apis: SlackApis; apiUrl: string; clock: Clock }): Channel['send'] {
  return async (rendered, place, options) => {
    const api = apis(place.tenant);
    const made = asSlack(rendered);
    if ('home' in made) {
      await api.call('views.publish', { user_id: place.user, view: made.home }, options.signal);
      return {};
    }
    if ('suggested' in made) {
      await suggest(api, made, place, options.signal);
      return {};
    }
    return 'picture' in made || 'file' in made ? sendUpload(api, made, place, options) : sendMessage(api, made, place, options);
  };

  /** Into the conversation; where it can't be drawn, or can't be uploaded there, what says the same by the ways of any message. */
  async function sendUpload(api: SlackApi, made: SlackPicture | SlackFile, place: Place, options: SendOptions): Promise<Sent> {
    try {
      const file = 'picture' in made ? await drawnFor(made) : await readFor(made, options);
      await upload({ api, apiUrl }, file, { channel: place.conversation, thread: made.thread_ts }, options);
      return {};
    } catch (cause) {
      const gone = cause instanceof SendFailed ? !cause.retryable : cause instanceof BellhopError && cause.code === 'not_drawn';
      if (!gone) throw cause;
      return sendMessage(api, made.instead, place, options);
    }
  }

  async function sendMessage(api: SlackApi, message: SlackMessage, place: Place, options: SendOptions): Promise<Sent> {
    const former = options.edit;
    // What one person alone may see never takes the place of what all see.
    if (former !== undefined && !isHidden(message, place)) {
      const edited = await unlessIn(unchangeable, () => edit(api, message, place.conversation, former, options.signal));
      if (edited) return edited;
    }
    if (options.onlyEdit) return {};
    let failed: unknown;
    for (const { go, byAddress } of ways(api, message, place, options)) {
      try {
        return await go();
      } catch (cause) {
        const endsHere = cause instanceof SendFailed && (unreachable.has(cause.code) || (byAddress && !cause.retryable));
        if (!endsHere) throw cause;
        if (failed === undefined || !unreachable.has(codeOf(failed))) failed = cause;
      }
    }
    throw failed;
  }

  function ways(api: SlackApi, message: SlackMessage, place: Place, options: SendOptions): Way[] {
    const { signal } = options;
    const { user, conversation, direct = false } = place;
    const hidden = isHidden(message, place);
    const address = place.via?.response_url;
    const ends = Number(place.via?.ends ?? options.acceptedAt + slackLimits.responseUrlMs);
    const open = address !== undefined && isSlacks(address, apiUrl) && clock.now() < ends;
    const byAddress: Way[] = open ? [{ go: () => answer(address, message, hidden, signal), byAddress: true }] : [];
    const here: Way = {
      go: () => (hidden && user !== undefined ? postHidden(api, message, conversation, user, signal) : post(api, message, conversation, signal)),
    };
    const directly: Way[] =
      user === undefined || direct ? [] : [{ go: () => post(api, { ...message, thread_ts: undefined }, user, signal).then(() => ({})) }];
    return hidden || place.message === undefined ? [...byAddress, here, ...directly] : [here, ...byAddress, ...directly];
  }

  async function answer(address: string, message: SlackMessage, hidden: boolean, signal: AbortSignal): Promise<Sent> {
    await withFallbacks(message, (shown) =>
      respond(address, { ...shown, response_type: hidden ? 'ephemeral' : 'in_channel', replace_original: false }, signal),
    );
    return {};
  }

  async function post(api: SlackApi, message: ThreadedMessage, channel: string, signal: AbortSignal): Promise<Sent> {
    const { ts } = await withFallbacks(message, ({ response_type, ...shown }) => api.call('chat.postMessage', { ...shown, channel }, signal));
    return sentAs(ts);
  }

  async function postHidden(api: SlackApi, message: SlackMessage, channel: string, user: string, signal: AbortSignal): Promise<Sent> {
    await withFallbacks(message, ({ response_type, ...shown }) => api.call('chat.postEphemeral', { ...shown, channel, user }, signal));
    return {};
  }

  async function edit(
    api: SlackApi,
    { text, blocks, parse, link_names }: SlackMessage,
    channel: string,
    ts: string,
    signal: AbortSignal,
  ): Promise<Sent> {
    await withFallbacks({ text, blocks, parse, link_names }, (shown) => api.call('chat.update', { ...shown, channel, ts }, signal));
    return { message: ts };
  }
}

async function drawnFor({ picture: { chart, locale, title, alt } }: SlackPicture): Promise<Upload> {
  const { pictureOf } = await import('../../shared/picture/picture.ts');
  return { bytes: await pictureOf(chart, locale), filename: 'chart.png', title, alt };
}

async function readFor({ file: { name, blob } }: SlackFile, options: SendOptions): Promise<Upload> {
  return { bytes: await bytesOf(blob, options), filename: name, title: name };
}

/** One way to a person. A `response_url` that Slack refuses is only an address that no longer holds; what it says about the message itself the next way says too. */
interface Way {
  readonly go: () => Promise<Sent>;
  readonly byAddress?: true;
}

type ThreadedMessage = Omit<SlackMessage, 'thread_ts'> & { readonly thread_ts?: string | undefined };

/** Blocks that a Slack may not take: it fetches images itself, and may not know charts or sorted tables yet. */
const young: ReadonlySet<string> = new Set(['image', 'data_visualization', 'data_table']);

/** A message that Slack refuses for those is sent once more, with links to the images, the numbers of the charts, and plain tables. */
async function withFallbacks<M extends { readonly blocks: readonly SlackBlock[] }, T>(message: M, call: (message: M) => Promise<T>): Promise<T> {
  try {
    return await call(message);
  } catch (cause) {
    if (codeOf(cause) !== 'invalid_blocks' || !message.blocks.some(({ type }) => young.has(type))) throw cause;
    const blocks = message.blocks.flatMap((block): readonly SlackBlock[] => {
      if (block.type === 'data_visualization') return chartLines(block);
      if (block.type === 'data_table') return [asTable(block)];
      return block.type === 'image' && 'image_url' in block ? imageLink(block.image_url, block.alt_text) : [block];
    });
    return call({ ...message, blocks });
  }
}

/** Undefined when it failed with one of these codes. */
async function unlessIn<T>(codes: ReadonlySet<string>, run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (cause) {
    if (codes.has(codeOf(cause))) return undefined;
    throw cause;
  }
}

/** For one person among others. */
const isHidden = (message: SlackMessage, place: Place) => message.response_type === 'ephemeral' && !place.direct;
const codeOf = (cause: unknown) => (cause instanceof SendFailed ? cause.code : '');
const sentAs = (ts: unknown): Sent => {
  const message = tsOf(ts);
  return message === undefined ? {} : { message };
};

/** What `render` made comes back through the store. */
const asSlack = (message: Message) => message as SlackMessage | SlackPicture | SlackFile | SlackHome | SlackPrompts;
