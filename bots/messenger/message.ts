import type { Message } from '../../shared/channel/channel.ts';
import type { Drawable, Drawing } from '../../shared/picture/drawing.ts';
import type { SentAlong } from '../../shared/reply/file.ts';

/** A button that says its payload when it is pressed. */
export interface Postback {
  readonly type: 'postback';
  readonly title: string;
  readonly payload: string;
}

/** An answer offered under the message, gone with the next one. */
export interface QuickReply {
  readonly content_type: 'text';
  readonly title: string;
  readonly payload: string;
}

export type Attachment =
  /** Without an address it goes along with the message. */
  | { readonly type: 'image' | 'audio' | 'video' | 'file'; readonly payload: { readonly url?: string; readonly is_reusable: false } }
  | {
      readonly type: 'template';
      readonly payload: { readonly template_type: 'button'; readonly text: string; readonly buttons: readonly Postback[] };
    }
  | { readonly type: 'template'; readonly payload: { readonly template_type: 'generic'; readonly elements: readonly Element[] } };

/** A card of the generic template. */
export interface Element {
  readonly title: string;
  readonly buttons: readonly Postback[];
}

/** The `message` of the Send API. */
export type Content = { readonly text: string; readonly quick_replies?: readonly QuickReply[] } | { readonly attachment: Attachment };

/** What `render` makes. `picture`: the chart, or the table, that is drawn and sent along; `file`: the file of ours that is; `instead`: what is sent when Messenger can't take it, or it isn't there. */
export type MessengerMessage = Message & {
  readonly message: Content;
  readonly picture?: Drawing<Drawable>;
  readonly file?: SentAlong;
  readonly instead?: Content;
};

/** What `render` made comes back through the store. */
export const asMessengerMessage = (message: Message) => message as MessengerMessage;
