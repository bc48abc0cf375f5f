import type { Abilities, Limit } from '../../shared/channel/channel.ts';

/** Ours: a call may take this long more, or less, on its way than the one before, and Teams counts when they arrive. */
const jitterMs = 200;

/** How often Teams lets a bot send. Source: msteams-docs, "Optimize your bot with rate limiting in Teams". */
export const rates: readonly Limit[] = [
  { per: 'conversation', count: 7, perMs: 1_000 + jitterMs },
  { per: 'conversation', count: 8, perMs: 2_000 + jitterMs },
  { per: 'conversation', count: 60, perMs: 30_000 + jitterMs },
  { per: 'conversation', count: 1_800, perMs: 3_600_000 + jitterMs },
  { per: 'tenant', count: 50, perMs: 1_000 + jitterMs },
];

/** The numbers of Teams that aren't rates, and those we set ourselves within them. */
export const sizes = {
  /** Teams: about 100 KB for the whole activity, counted as UTF-16; it advises 80 KB for the message itself. "Format your bot messages". */
  activityBytes: 80 * 1024,
  /** Ours: characters of text in one message, 28 KB in UTF-16. Longer ones become several. */
  text: 14_000,
  /** Ours: characters of one table cell or field that stands in a grid; a longer field is written as a paragraph. */
  cell: 1_000,
  /** Ours: columns a table can have and still be read; wider ones become one list of facts a row. */
  columns: 12,
  /** Ours: characters of JSON of a chart with what stands for it, so that it stands in one card with some text; series and parts that are told apart; a label that stands upright. */
  chart: 28_000,
  chartSeries: 12,
  chartParts: 12,
  chartLabel: 12,
  /** Ours: rows of numbers that stand for a chart where a client draws none. */
  chartRows: 30,
  /** Ours: bytes of a picture in a message, which make a third more characters, each of two bytes. */
  picture: 26_000,
  /** Teams shows 6 actions of a set, the rest in a menu that mobile clients lack: further ones get a set of their own. */
  actionsPerSet: 6,
  /** Ours: buttons in one message. */
  buttons: 30,
  /** Ours: bytes of a button's token. */
  tokenBytes: 1_000,
  /** Ours: characters of a button's label, and of the line a notification shows. */
  label: 80,
  summary: 200,
  /** Ours: characters of an input, as many as a text parameter takes, and choices in a list that somebody still looks through. */
  input: 4_000,
  choices: 200,
  /** People who see a view of a card of their own: 60 at most. "User Specific Views". */
  views: 60,
  /** Ours: a longer address is no link any more. */
  url: 2_000,
} as const;

/** The list of commands in the app's manifest, per scope. Schema: 12 commands, the guide ("Create a commands menu"): 10. Titles of 32 and descriptions of 128 hold in every version of it. */
export const listSizes = { commands: 10, title: 32, description: 128 } as const;

/** The message extension in the manifest. Source: Microsoft 365 app manifest, composeExtensions.commands. */
export const menuSizes = { commands: 10, id: 64, title: 32, description: 128 } as const;

/** What a message of Teams can hold and do. */
export const teamsCan: Abilities = {
  buttons: sizes.buttons,
  tokenBytes: sizes.tokenBytes,
  text: sizes.text,
  images: true,
  edit: true,
  private: true,
  tables: true,
  forms: true,
  voice: false,
  proactive: true,
};

/** Checking the token of a delivery. */
export const trust = {
  /** Source: Bot Connector authentication: 5 minutes of clock skew. */
  skewSeconds: 300,
  /** Ours: tokens are 1–2 KB. */
  tokenCharsMax: 8_192,
  /** Ours: how many verified tokens are remembered, by hash. Each service endpoint uses one for about an hour. */
  rememberedMax: 1_000,
  /** Bot Connector authentication allows a day. From half of it on they are refreshed on the side, so that a short outage isn't felt. */
  keysValidMs: 24 * 3_600_000,
  keysRefreshAfterMs: 12 * 3_600_000,
  /** Ours: an unknown key id asks Microsoft at most this often, so that forged ids can't make us a nuisance. */
  unknownKeyFloorMs: 60_000,
  /** Ours: the same after a fetch that failed; also what a 503 asks the platform to wait. */
  failedFloorMs: 5_000,
  /** Ours: both documents together. Teams waits 10–15 s for an answer. */
  fetchDeadlineMs: 5_000,
  documentBytesMax: 1 << 20,
} as const;

/** Presses of buttons. */
export const presses = {
  /** Teams waits 5 s for the answer to an invoke ("Respond to the dialog submit action"); ours, a second less for the way. */
  lateMs: 4_000,
  /** Ours: the first press and the two that Teams' client may make of it lie within this. */
  retoldMs: 60_000,
  /** Ours: how many presses are remembered. */
  rememberedMax: 1_000,
} as const;

/** Sending. */
export const sending = {
  /** Ours: one call to the connector, its token included. */
  deadlineMs: 15_000,
  answerBytesMax: 1 << 20,
  /** Ours: a token is renewed this long before it ends. */
  renewBeforeMs: 300_000,
  /** Ours: how many direct conversations that we opened are remembered. */
  directMax: 1_000,
} as const;
