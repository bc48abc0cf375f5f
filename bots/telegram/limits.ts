import type { Abilities, Limit } from '../../shared/channel/channel.ts';

/** Telegram's numbers (Bot API 10.3), in UTF-16 units and pieces unless the name says otherwise. Each stands here alone, with its source. */
export const telegramLimits = {
  /** sendMessage: 1–4,096 after entities are parsed. */
  text: 4_096,
  /** sendPhoto: a caption has 0–1,024. */
  caption: 1_024,
  /** Telegram shows the first 100 entities of a message and drops the rest (second-hand). */
  entities: 100,
  /** InlineKeyboardButton: callback_data has 1–64 bytes. */
  callbackDataBytes: 64,
  /** Buttons of one inline keyboard, and in one of its rows (unconfirmed: not documented). */
  buttons: 100,
  buttonsPerRow: 8,
  /** Ours: longer labels are cut off by the apps anyway. */
  buttonText: 64,
  /** Rich messages (Bot API 10.1): 32,768 characters and 500 blocks, tables of 20 columns; ours, well below where each cell may count. */
  richText: 20_000,
  richRows: 100,
  richColumns: 20,
  /** Ours: so that no reply floods a chat that takes one message a second. */
  messages: 20,
  /** Ours: a table's cell, so that a row still fits a screen. */
  cell: 40,
  /** Ours: rows of numbers that stand for a chart. */
  rows: 60,
  /** setMyCommands: up to 100, each with 1–256 characters of description. */
  commands: 100,
  commandText: 256,
  /** getUpdates: waits up to 50 s (server source), and gives up to 100. */
  pollSeconds: 50,
  pollUpdates: 100,
  /** One call of the API, ms: ours. A long poll gets its own waiting time on top. */
  callMs: 15_000,
  /** `Retry-After` of our answer to the webhook is honoured up to 3,600 s (server source WebhookActor); ours. */
  busySeconds: 30,
} as const;

/** What a Telegram message can hold and do. A private answer in a group goes to the person's own chat with the bot, or stays here with a word about it. */
export const telegramCan: Abilities = {
  buttons: telegramLimits.buttons,
  tokenBytes: telegramLimits.callbackDataBytes,
  text: telegramLimits.text,
  images: true,
  edit: true,
  private: false,
  tables: true,
  voice: false,
  proactive: true,
};

/** Bots FAQ, "My bot is hitting limits" (Telegram calls them approximate): 30 a second in all, 1 a second a chat, 20 a minute in a group. */
export const telegramRates: readonly Limit[] = [
  { per: 'channel', count: 30, perMs: 1_000 },
  { per: 'conversation', count: 1, perMs: 1_000 },
  { per: 'conversation', count: 20, perMs: 60_000, in: 'group' },
];
