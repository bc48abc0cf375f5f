import type { Abilities, Limit } from '../../shared/channel/channel.ts';

/** Slack's numbers, in characters and pieces unless the name says otherwise. Each stands here alone, with its source. */
export const slackLimits = {
  /** A request is at most this old, or this far ahead (Slack: Verifying requests; both ways is our rule). */
  signatureAgeS: 5 * 60,
  /** `response_url`: 5 uses within 30 minutes (Slack: Handling user interaction). Slack counts the uses and refuses the sixth; the time is ours to watch. */
  responseUrlMs: 30 * 60_000,
  /** Sum over one message's blocks: refused from about 13,200 with `msg_blocks_too_long`, undocumented and varying (bolt-js issue 2509); we split well before. */
  messageText: 12_000,
  /** Blocks count towards that sum with more than their text; a divider took about 125 in the same issue. */
  blockOverhead: 150,
  /** Blocks reference: 50 a message. */
  blocks: 50,
  /** `text`: 4,000 advised (chat.postMessage). It is the notification when there are blocks. */
  fallbackText: 3_000,
  /** One piece of rich text: no limit is documented; the section's is taken. */
  richText: 3_000,
  /** @slack/types: a section has 10 fields of 2,000. */
  fields: 10,
  fieldText: 2_000,
  /** @slack/types: 25 elements in an actions block; a button's text 75, its `value` 2,000. */
  buttonsPerBlock: 25,
  buttonText: 75,
  buttonValue: 2_000,
  /** @slack/types: an image's `alt_text` 2,000, its address 3,000. */
  imageAlt: 2_000,
  imageUrl: 3_000,
  /** Table block: 100 rows, the header one of them, and 20 columns. One a message (unconfirmed). */
  tableRows: 100,
  tableColumns: 20,
  /** Data table block: sorted, filtered and paged by who reads it; 2–101 rows with the header. Ours: so many are shown at once, and a shorter table is shown whole, as a `table`. */
  dataRowsMin: 12,
  dataPage: 10,
  caption: 150,
  /** Characters in all cells of one message's table (unconfirmed), and how much of one cell we show. */
  tableText: 9_000,
  cellText: 300,
  /** Data visualization block: title and axis labels 50, other labels 20; a pie 6 segments; else 6 series of 20 points (points and labels second-hand). */
  chartTitle: 50,
  chartLabel: 20,
  chartParts: 6,
  chartSeries: 6,
  chartPoints: 20,
  /** files.getUploadURLExternal: `alt_txt` 1,000. */
  fileAlt: 1_000,
  /** views.open and the Blocks reference: a modal has 100 blocks, a title of 24, `private_metadata` of 3,000; a label and a hint 2,000 (150 are readable), a text input 3,000. */
  viewBlocks: 100,
  /** A view's JSON: 250 KB (views.publish, `view_too_large`: unconfirmed); no one reads half of that. */
  viewText: 100_000,
  viewTitle: 24,
  viewMetadata: 3_000,
  inputLabel: 150,
  inputText: 3_000,
  blockId: 255,
  /** A select: 100 options, each text and value 75. */
  options: 100,
  /** Radio buttons: 10 (Block Kit: Radio button group). */
  radioButtons: 10,
  optionText: 75,
  /** @slack/web-api, the manifest's types: an app has 50 slash commands, each a name of 32 with its `/`, a description of 2,000 and a usage hint of 1,000. */
  slashCommands: 50,
  slashName: 32,
  slashDescription: 2_000,
  slashHint: 1_000,
  /** … and 10 shortcuts, each with a name of 24, a description of 150 and a `callback_id` of 255; its agent view 4 prompts and a description of 300. */
  shortcuts: 10,
  shortcutName: 24,
  shortcutDescription: 150,
  prompts: 4,
  /** No limit of a prompt's title is documented; a button's is taken. */
  promptTitle: 75,
  agentDescription: 300,
  /** A trigger lives 3 s, in which the request must be answered too: so long we try to open a modal, ms. */
  openMs: 2_000,
  /** How long one call of ours may take, ms. */
  callMs: 10_000,
  /** Messages that one reply may become: ours, so that no reply floods a channel. */
  messages: 20,
} as const;

/** What a Slack message can hold and do. */
export const slackCan: Abilities = {
  buttons: slackLimits.buttonsPerBlock * 4,
  tokenBytes: slackLimits.buttonValue,
  text: slackLimits.messageText,
  images: true,
  edit: true,
  private: true,
  tables: true,
  voice: false,
  proactive: true,
};

/** chat.postMessage: about 1 a second a channel; short bursts are tolerated, yet not promised (Slack: Rate limits). The limit per workspace is unstated: 429 tells. */
export const slackRates: readonly Limit[] = [{ per: 'conversation', count: 1, perMs: 1_000 }];
