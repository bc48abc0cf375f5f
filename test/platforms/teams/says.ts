type Json = Readonly<Record<string, unknown>>;

export const tenantId = '11111111-2222-3333-4444-555555555555';
export const ann = { id: '29:1-ann', name: 'Ann', aadObjectId: 'aaaaaaaa-0000-0000-0000-000000000001' };
export const bob = { id: '29:1-bob', name: 'Bob', aadObjectId: 'aaaaaaaa-0000-0000-0000-000000000002' };

/** The conversations people talk in. */
export const conversations = {
  personal: { id: 'a:1-personal-ann', conversationType: 'personal', tenantId },
  group: { id: '19:group@thread.v2', conversationType: 'groupChat', isGroup: true, tenantId },
  channel: { id: '19:channel@thread.tacv2;messageid=1700000000000', conversationType: 'channel', isGroup: true, tenantId },
} as const;

/** What Teams sends, by kind. Each takes members that replace its own. */
export interface Says {
  message(id: string, text: string, over?: Json): Json;
  /** In a channel, or what `over` says, with the bot named first. */
  mention(id: string, text: string, over?: Json): Json;
  /** A message whose words are now these. */
  edited(id: string, text: string, over?: Json): Json;
  /** An Action.Submit. */
  submit(id: string, token: string, over?: Json): Json;
  /** An Action.Execute. */
  execute(id: string, token: string, over?: Json): Json;
  /** Chosen in the menu of a message that says this, in HTML. */
  chosen(id: string, commandId: string, html: string, over?: Json): Json;
  /** Sent from the dialog that came of it. */
  filledIn(id: string, commandId: string, data: Json, over?: Json): Json;
  invoke(name: string, over?: Json): Json;
  /** The bot, or others, were added. */
  added(members: readonly string[], over?: Json): Json;
  installed(action: string, over?: Json): Json;
  event(type: string, over?: Json): Json;
}

/** As Microsoft Graph has a message. Source: msteams-docs, "Initial invoke request from a message". */
const message = (content: string): Json => ({
  id: '1700000000123',
  messageType: 'message',
  from: { user: { userIdentityType: 'aadUser', id: bob.aadObjectId, displayName: bob.name } },
  body: { contentType: 'html', content },
  attachments: [],
  mentions: [],
});

export function says(appId: string, serviceUrl: string, now: () => number): Says {
  const bot = { id: `28:${appId}`, name: 'Bellhop' };
  const activity = (type: string, id: string, ...over: readonly Json[]): Json =>
    Object.assign(
      {
        type,
        id,
        timestamp: new Date(now()).toISOString(),
        localTimezone: 'Europe/Berlin',
        locale: 'en-GB',
        channelId: 'msteams',
        serviceUrl,
        from: ann,
        conversation: conversations.personal,
        recipient: bot,
        channelData: { tenant: { id: tenantId } },
        entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/Berlin' }],
      },
      ...over,
    );
  return {
    message: (id, text, over = {}) => activity('message', id, { text, textFormat: 'plain' }, over),
    mention: (id, text, over = {}) =>
      activity(
        'message',
        id,
        {
          text: `<at>Bellhop</at>&nbsp;${text}\n`,
          conversation: conversations.channel,
          entities: [{ type: 'mention', mentioned: bot, text: '<at>Bellhop</at>' }],
        },
        over,
      ),
    edited: (id, text, over = {}) =>
      activity('messageUpdate', id, { text, textFormat: 'plain', channelData: { tenant: { id: tenantId }, eventType: 'editMessage' } }, over),
    submit: (id, token, over = {}) => activity('message', id, { value: { bellhop: token }, replyToId: 'card-1' }, over),
    execute: (id, token, over = {}) =>
      activity(
        'invoke',
        id,
        {
          name: 'adaptiveCard/action',
          replyToId: 'card-1',
          value: { action: { type: 'Action.Execute', id: 'x', verb: 'run', data: { bellhop: token } }, trigger: 'manual' },
        },
        over,
      ),
    chosen: (id, commandId, html, over = {}) =>
      activity(
        'invoke',
        id,
        {
          name: 'composeExtension/fetchTask',
          conversation: conversations.channel,
          value: { commandId, commandContext: 'message', context: { theme: 'default' }, messagePayload: message(html) },
        },
        over,
      ),
    filledIn: (id, commandId, data, over = {}) =>
      activity(
        'invoke',
        id,
        {
          name: 'composeExtension/submitAction',
          conversation: conversations.channel,
          value: { commandId, commandContext: 'message', data, context: { theme: 'default' }, messagePayload: message('') },
        },
        over,
      ),
    invoke: (name, over = {}) => activity('invoke', 'i1', { name, value: {} }, over),
    added: (members, over = {}) => activity('conversationUpdate', 'c1', { membersAdded: members.map((id) => ({ id })) }, over),
    installed: (action, over = {}) => activity('installationUpdate', 'u1', { action }, over),
    event: (type, over = {}) => activity(type, 'e1', over),
  };
}
