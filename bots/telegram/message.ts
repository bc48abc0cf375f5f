import type * as Telegram from 'telegraf/types';
import type { Message } from '../../shared/channel/channel.ts';
import type { Drawing } from '../../shared/picture/drawing.ts';
import type { SentAlong } from '../../shared/reply/file.ts';
import type { Keyboard } from './keyboard.ts';
import type { RichMessage } from './rich.ts';
import type { Entity } from './styled.ts';

/** A call of the Bot API that only lacks its chat. */
export type Call =
  | {
      readonly method: 'sendRichMessage';
      readonly payload: {
        readonly rich_message: RichMessage;
        readonly reply_markup?: Keyboard | ForceReply;
        readonly reply_parameters?: ReplyParameters;
      };
    }
  | {
      readonly method: 'sendMessage';
      readonly payload: {
        readonly text: string;
        readonly entities: readonly Entity[];
        readonly link_preview_options: Readonly<Pick<Telegram.LinkPreviewOptions, 'is_disabled'>>;
        readonly reply_markup?: Keyboard | ForceReply;
        readonly reply_parameters?: ReplyParameters;
      };
    }
  | {
      readonly method: 'sendPhoto';
      readonly payload: {
        /** An address, or a chart, which `send` draws and sends along. */
        readonly photo: string | Drawing;
        readonly caption: string;
        readonly caption_entities: readonly Entity[];
        readonly reply_markup?: Keyboard | ForceReply;
        readonly reply_parameters?: ReplyParameters;
      };
    }
  | {
      readonly method: 'sendDocument';
      readonly payload: {
        /** A file of ours, which `send` reads and sends along. */
        readonly document: SentAlong;
        readonly caption: string;
        readonly caption_entities: readonly Entity[];
        readonly reply_markup?: Keyboard | ForceReply;
        readonly reply_parameters?: ReplyParameters;
      };
    };

/** Opens a reply to this message for whom it answers: in a group a bot in privacy mode hears commands, mentions and replies alone. */
export type ForceReply = Readonly<Pick<Telegram.ForceReply, 'force_reply' | 'selective'>>;

export type ReplyParameters = Readonly<Pick<Telegram.ReplyParameters, 'message_id' | 'allow_sending_without_reply'>>;

/** What `render` makes and `send` sends. */
export type TelegramMessage = Call & {
  /** What is sent when Telegram can't take the picture or the file, or there is none. */
  readonly instead?: Call;
  /** Only for the person who asked: into their own chat with the bot or, where they haven't started one, here with these words before it. */
  readonly privately?: string;
};

const methods: ReadonlySet<unknown> = new Set<Call['method']>(['sendMessage', 'sendRichMessage', 'sendPhoto', 'sendDocument']);

/** A rendered message as `send` gets it back: it may have been JSON meanwhile. Throws for what `render` didn't make. */
export function asTelegramMessage(message: Message): TelegramMessage {
  if (!methods.has(message.method)) throw new TypeError('This is no message that Telegram’s render made.');
  return message as unknown as TelegramMessage;
}
