import type { Abilities, Limit } from '../../shared/channel/channel.ts';

/** The version of the Graph API that Meta's current pages call (Send API). */
export const graphVersion = 'v25.0';

/** Messenger's numbers, in UTF-16 units and pieces unless the name says otherwise. Each stands here alone, with its source. */
export const messengerLimits = {
  /** Send API: a text has up to 2,000 characters. */
  text: 2_000,
  /** Quick replies: 13 a message, title 20 (the page of Instagram), payload 1,000 (second-hand). */
  quickReplies: 13,
  quickReplyTitle: 20,
  /** Of a quick reply and of a postback button. */
  payload: 1_000,
  /** Button template: text 640, 1–3 buttons with titles of 20. */
  buttonsText: 640,
  buttons: 3,
  buttonTitle: 20,
  /** Generic template: 10 elements side by side, title 80, 3 buttons each. */
  elements: 10,
  elementTitle: 80,
  /** Persistent menu: 20 items, title 30. Ice breakers: 4, of 80 (the length: unconfirmed). */
  menuItems: 20,
  menuTitle: 30,
  iceBreakers: 4,
  iceBreaker: 80,
  /** Greeting text. */
  greeting: 160,
  /** Ours: a table of so many columns or more is a picture, as its lines would be hard to read, up to so many rows. */
  drawnColumns: 4,
  drawnColumnsMax: 12,
  drawnRows: 40,
  /** Ours: so that no reply floods a conversation. */
  messages: 20,
  /** Ours: a table's cell, so that a row can be read on a phone. */
  cell: 60,
  /** Ours: more of what a person said at once is not looked at. */
  said: 4_096,
  /** One call of the Graph API, ms: ours. */
  callMs: 15_000,
  /** Meta repeats what isn't answered with 200, at once and then less and less often (unconfirmed); ours. */
  busySeconds: 30,
} as const;

/** What a Messenger conversation can hold and do: it is always between one person and a Page. Its messages can't be changed once they are sent. */
export const messengerCan: Abilities = {
  buttons: messengerLimits.elements * messengerLimits.buttons,
  tokenBytes: messengerLimits.payload,
  text: messengerLimits.text,
  images: true,
  edit: false,
  private: false,
  tables: false,
  voice: false,
  proactive: true,
};

/** Send API, for texts and templates: 300 calls a second for a Page (unconfirmed); and for one person our own, so that an order that was sent is an order that is seen. */
export const messengerRates: readonly Limit[] = [
  { per: 'tenant', count: 300, perMs: 1_000 },
  { per: 'conversation', count: 10, perMs: 1_000 },
];
