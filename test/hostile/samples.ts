import type { BlockAction, GlobalShortcut, SlashCommand, types, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import type { RequestEnvelope } from 'ask-sdk-model';
import type { Activity } from 'botbuilder';
import type { Update } from 'telegraf/types';
import { tokenOf } from '../../shared/reply/action.ts';
import { page } from '../platforms/messenger.ts';
import type { World } from './world.ts';

/** A payload of a platform's own type, asking for `echo` in the `n`-th conversation: each sample in a conversation and under a key of its own. */
export interface Sample {
  readonly what: string;
  readonly door: string;
  payload(world: World, n: number): unknown;
  /** How the payload stands in the body; JSON by itself where nothing is said. */
  readonly as?: 'payload field' | 'form' | 'mail';
}

const words = 'echo héllo "wörld"';
const token = tokenOf({ label: 'Echo', command: 'echo', args: { words: 'again' } }, '');
const team = 'T0001';
const ts = (n: number) => `17000${String(n).padStart(5, '0')}.000100`;

type SlackEvent = types.AppMentionEvent | types.GenericMessageEvent | types.MessageChangedEvent;

const callback = (event: SlackEvent) => ({
  token: 'deprecated',
  team_id: team,
  api_app_id: 'A0001',
  event,
  type: 'event_callback',
  event_id: `Ev${event.event_ts}`,
  event_time: 1_700_000_000,
  authorizations: [{ enterprise_id: null, team_id: team, user_id: 'UBOT1', is_bot: true, is_enterprise_install: false }],
  is_ext_shared_channel: false,
});

const mention = (n: number): types.AppMentionEvent => ({
  type: 'app_mention',
  user: 'U0001',
  text: `<@UBOT1> ${words}`,
  ts: ts(n),
  thread_ts: ts(n - 1),
  channel: `C${n}`,
  event_ts: ts(n),
});

const message = (n: number): types.GenericMessageEvent => ({
  type: 'message',
  subtype: undefined,
  channel_type: 'im',
  channel: `D${n}`,
  user: 'U0001',
  text: words,
  ts: ts(n),
  event_ts: ts(n),
});

const changed = (n: number): types.MessageChangedEvent => ({
  type: 'message',
  subtype: 'message_changed',
  hidden: true,
  channel_type: 'im',
  channel: `D${n}`,
  ts: ts(n + 1),
  event_ts: ts(n + 1),
  message: { ...message(n), edited: { user: 'U0001', ts: ts(n + 1) } } as types.GenericMessageEvent,
  previous_message: { ...message(n), text: 'ehco' },
});

const press = (n: number) =>
  ({
    type: 'block_actions',
    user: { id: 'U0001', username: 'ada', name: 'ada', team_id: team },
    api_app_id: 'A0001',
    token: 'deprecated',
    container: { type: 'message', message_ts: ts(n), channel_id: `C${n}`, is_ephemeral: false, thread_ts: ts(n - 1) },
    trigger_id: `press.${n}`,
    team: { id: team, domain: 'example' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: `C${n}`, name: 'general' },
    message: { type: 'message', ts: ts(n), bot_id: 'B0001', text: 'Is it up?' },
    response_url: 'http://127.0.0.1:1/response',
    actions: [{ type: 'button', action_id: 'bellhop:0', block_id: 'b1', text: { type: 'plain_text', text: 'Echo' }, value: token, action_ts: ts(n) }],
  }) satisfies Omit<BlockAction, 'enterprise'> & { readonly enterprise: null };

/** Slack's handshake when the address of events is set. */
const handshake = (n: number) => ({ token: 'deprecated', challenge: `challenge-${n}`, type: 'url_verification' });

const submission = (n: number) =>
  ({
    type: 'view_submission',
    user: { id: 'U0001', name: 'ada', team_id: team },
    team: { id: team, domain: 'example' },
    api_app_id: 'A0001',
    token: 'deprecated',
    trigger_id: `submit.${n}`,
    view: {
      id: `V${n}`,
      hash: `${n}.hash`,
      type: 'modal',
      callback_id: 'bellhop:form',
      private_metadata: JSON.stringify({
        command: 'echo',
        given: {},
        conversation: `C${n}`,
        thread: ts(n),
        via: { response_url: 'http://127.0.0.1:1/r', ends: '1' },
      }),
      state: { values: { words: { value: { type: 'plain_text_input', value: 'again' } } } },
    },
  }) satisfies Omit<ViewSubmitAction, 'view' | 'team'> & { readonly view: Partial<ViewOutput>; readonly team: object };

const shortcut = (n: number) =>
  ({
    type: 'shortcut',
    callback_id: 'ask',
    user: { id: 'U0001', username: 'ada', team_id: team },
    team: { id: team, domain: 'example' },
    token: 'deprecated',
    trigger_id: `shortcut.${n}`,
    action_ts: ts(n),
    enterprise: null,
  }) satisfies Omit<GlobalShortcut, 'enterprise'> & { readonly enterprise: null };

const slash = (n: number) =>
  ({
    token: 'deprecated',
    team_id: team,
    team_domain: 'example',
    channel_id: `C${n}`,
    channel_name: 'general',
    user_id: 'U0001',
    user_name: 'ada',
    command: '/bellhop',
    text: words,
    api_app_id: 'A0001',
    trigger_id: `slash.${n}`,
    response_url: 'http://127.0.0.1:1/response',
  }) satisfies SlashCommand;

const ada = { id: 77, is_bot: false, first_name: 'Ada', last_name: 'Lovelace', username: 'ada', language_code: 'en' };
const chat = (n: number) => ({ id: 1_000 + n, type: 'private' as const, first_name: 'Ada' });
const group = (n: number) => ({ id: -1_000 - n, type: 'supergroup' as const, title: 'Ops', is_forum: true as const });

const said = (n: number) =>
  ({
    message_id: n,
    from: ada,
    chat: chat(n),
    date: 1_700_000_000,
    text: `/${words}`,
    entities: [{ type: 'bot_command' as const, offset: 0, length: 5 }],
  }) satisfies Update.MessageUpdate['message'];

const telegramMessage = (n: number): Update.MessageUpdate => ({ update_id: n, message: said(n) });
const telegramTopic = (n: number) => ({
  update_id: n,
  message: {
    ...said(n),
    chat: group(n),
    is_topic_message: true,
    message_thread_id: 5,
    text: `@bellhop_bot ${words}`,
    entities: [{ type: 'mention', offset: 0, length: 12 }],
    reply_to_message: {
      message_id: 5,
      date: 1,
      chat: group(n),
      text: 'before',
      from: { ...ada, id: 424_242, is_bot: true },
    },
  },
});
const telegramEdit = (n: number): Update.EditedMessageUpdate => ({ update_id: n, edited_message: { ...said(n), edit_date: 1_700_000_001 } });
const telegramPress = (n: number): Update.CallbackQueryUpdate => ({
  update_id: n,
  callback_query: { id: `q${n}`, from: ada, chat_instance: '1', data: token, message: { ...said(n) } },
});
const telegramPost = (n: number): Update.ChannelPostUpdate => ({
  update_id: n,
  channel_post: {
    message_id: n,
    chat: { id: -2_000 - n, type: 'channel', title: 'News' },
    sender_chat: { id: -2_000 - n, type: 'channel', title: 'News' },
    date: 1_700_000_000,
    text: words,
  },
});
const telegramJoin = (n: number): Update.MyChatMemberUpdate => ({
  update_id: n,
  my_chat_member: {
    chat: group(n),
    from: ada,
    date: 1_700_000_000,
    old_chat_member: { user: { ...ada, id: 424_242, is_bot: true }, status: 'left' },
    new_chat_member: { user: { ...ada, id: 424_242, is_bot: true }, status: 'member' },
  },
});

/** An activity as JSON carries it: its instants are texts. */
type Wired = Partial<Omit<Activity, 'timestamp' | 'localTimestamp'>> & { readonly timestamp: string };

const activity = ({ teams, clock }: World, n: number, over: Omit<Partial<Activity>, 'timestamp' | 'localTimestamp'>): Wired => ({
  type: 'message',
  id: `${n}`,
  timestamp: new Date(clock.now()).toISOString(),
  localTimezone: 'Europe/Berlin',
  locale: 'en-GB',
  channelId: 'msteams',
  serviceUrl: teams.serviceUrl,
  from: { id: '29:1-ann', name: 'Ann', aadObjectId: 'aaaaaaaa-0000-0000-0000-000000000001' },
  conversation: { id: `a:${n}`, conversationType: 'personal', tenantId: 't', isGroup: false, name: '' },
  recipient: { id: `28:${teams.appId}`, name: 'Bellhop' },
  channelData: { tenant: { id: 't' } },
  entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/Berlin' }],
  ...over,
});
const bot = ({ teams }: World) => ({ id: `28:${teams.appId}`, name: 'Bellhop' });

const alexaEnvelope = ({ alexa, clock }: World, n: number, request: RequestEnvelope['request']): RequestEnvelope => {
  const application = { applicationId: alexa.env.ALEXA_SKILL_ID };
  const user = { userId: `amzn1.ask.account.${n}` };
  return {
    version: '1.0',
    session: { new: true, sessionId: `s${n}`, application, attributes: {}, user },
    context: {
      System: {
        application,
        user,
        person: { personId: 'amzn1.ask.person.1' },
        device: { deviceId: 'amzn1.ask.device.1', supportedInterfaces: {} },
        apiEndpoint: 'https://api.amazonalexa.com',
        apiAccessToken: 'token',
      },
    },
    request: { ...request, requestId: `amzn1.echo-api.request.${n}`, timestamp: new Date(clock.now()).toISOString(), locale: 'en-US' },
  };
};
const unsaid = { requestId: '', timestamp: '', locale: 'en-US' };

/** Someone of their own for each, who has just written. */
const messengerEvent = ({ messenger, clock }: World, n: number, what: object) => {
  const user = `${77_000_000 + n}`;
  messenger.says.message('', '', { user });
  const event = { sender: { id: user }, recipient: { id: page.id }, timestamp: clock.now(), ...what };
  return { object: 'page', entry: [{ id: page.id, time: clock.now(), messaging: [event] }] };
};

/** Every kind of delivery that can ask for something, and those that only tell. */
export const samples: readonly Sample[] = [
  { what: 'an app_mention', door: 'Slack events', payload: (_, n) => callback(mention(n)) },
  { what: 'a message', door: 'Slack events', payload: (_, n) => callback(message(n)) },
  { what: 'a message_changed', door: 'Slack events', payload: (_, n) => callback(changed(n)) },
  { what: 'a url_verification', door: 'Slack events', payload: (_, n) => handshake(n) },
  { what: 'a slash command', door: 'Slack commands', as: 'form', payload: (_, n) => slash(n) },
  { what: 'block_actions', door: 'Slack interactions', as: 'payload field', payload: (_, n) => press(n) },
  { what: 'a filled-in form', door: 'Slack interactions', as: 'payload field', payload: (_, n) => submission(n) },
  { what: 'a shortcut', door: 'Slack interactions', as: 'payload field', payload: (_, n) => shortcut(n) },
  { what: 'a message', door: 'Telegram', payload: (_, n) => telegramMessage(n) },
  { what: 'a message in a topic', door: 'Telegram', payload: (_, n) => telegramTopic(n) },
  { what: 'an edited_message', door: 'Telegram', payload: (_, n) => telegramEdit(n) },
  { what: 'a callback_query', door: 'Telegram', payload: (_, n) => telegramPress(n) },
  { what: 'a channel_post', door: 'Telegram', payload: (_, n) => telegramPost(n) },
  { what: 'a my_chat_member', door: 'Telegram', payload: (_, n) => telegramJoin(n) },
  { what: 'a message', door: 'Teams', payload: (world, n) => activity(world, n, { text: words, textFormat: 'plain' }) },
  {
    what: 'a mention in a channel',
    door: 'Teams',
    payload: (world, n) =>
      activity(world, n, {
        text: `<at>Bellhop</at>&nbsp;${words}\n`,
        conversation: { id: `19:${n}@thread.tacv2;messageid=1700000000000`, conversationType: 'channel', tenantId: 't', isGroup: true, name: '' },
        entities: [{ type: 'mention', mentioned: bot(world), text: '<at>Bellhop</at>' }],
      }),
  },
  { what: 'an Action.Submit', door: 'Teams', payload: (world, n) => activity(world, n, { value: { bellhop: token }, replyToId: 'card-1' }) },
  {
    what: 'an adaptiveCard/action',
    door: 'Teams',
    payload: (world, n) =>
      activity(world, n, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: 'card-1',
        value: { action: { type: 'Action.Execute', id: 'x', verb: 'run', data: { bellhop: token } }, trigger: 'manual' },
      }),
  },
  {
    what: 'a conversationUpdate',
    door: 'Teams',
    payload: (world, n) => activity(world, n, { type: 'conversationUpdate', membersAdded: [bot(world)] }),
  },
  {
    what: 'a messageUpdate',
    door: 'Teams',
    payload: (world, n) =>
      activity(world, n, { type: 'messageUpdate', text: words, textFormat: 'plain', channelData: { eventType: 'editMessage', tenant: { id: 't' } } }),
  },
  { what: 'an installationUpdate', door: 'Teams', payload: (world, n) => activity(world, n, { type: 'installationUpdate', action: 'add' }) },
  { what: 'a message', door: 'Messenger', payload: (world, n) => messengerEvent(world, n, { message: { mid: `m_${n}`, text: words } }) },
  {
    what: 'a quick reply',
    door: 'Messenger',
    payload: (world, n) => messengerEvent(world, n, { message: { mid: `m_${n}`, text: 'Echo', quick_reply: { payload: token } } }),
  },
  {
    what: 'a postback',
    door: 'Messenger',
    payload: (world, n) =>
      messengerEvent(world, n, { postback: { mid: `m_${n}`, title: 'Echo', payload: token, referral: { ref: 'a', source: 'SHORTLINK' } } }),
  },
  {
    what: 'an echo',
    door: 'Messenger',
    payload: (world, n) => messengerEvent(world, n, { message: { mid: `m_${n}`, is_echo: true, app_id: 151, text: words } }),
  },
  {
    what: 'a message',
    door: 'SMS',
    as: 'form',
    payload: ({ sms }, n) => Object.fromEntries(new URLSearchParams(sms.message(n, words, { From: `+1415557${1_000 + (n % 9_000)}` }).toString())),
  },
  {
    what: 'a message',
    door: 'Email',
    as: 'mail',
    payload: ({ email }, n) => {
      const [head = '', body = ''] = email
        .message(n, words, { from: `s${n}@people.example` })
        .toString()
        .split('\r\n\r\n');
      return {
        ...Object.fromEntries(
          head
            .replace(/\r\n /g, ' ')
            .split('\r\n')
            .map((line) => line.split(/: (.*)/, 2)),
        ),
        '': body,
      };
    },
  },
  { what: 'a LaunchRequest', door: 'Alexa', payload: (world, n) => alexaEnvelope(world, n, { ...unsaid, type: 'LaunchRequest' }) },
  {
    what: 'an IntentRequest',
    door: 'Alexa',
    payload: (world, n) =>
      alexaEnvelope(world, n, {
        ...unsaid,
        type: 'IntentRequest',
        dialogState: 'COMPLETED',
        intent: {
          name: 'RunCommandIntent',
          confirmationStatus: 'NONE',
          slots: {
            command: {
              name: 'command',
              value: 'echo hello',
              confirmationStatus: 'NONE',
              slotValue: { type: 'Simple', value: 'echo hello' },
              resolutions: {
                resolutionsPerAuthority: [
                  { authority: 'a', status: { code: 'ER_SUCCESS_MATCH' }, values: [{ value: { name: 'echo hello', id: '1' } }] },
                ],
              },
            },
          },
        },
      }),
  },
  {
    what: 'an IntentRequest that chooses what was offered',
    door: 'Alexa',
    payload: (world, n) => {
      const intent = { name: 'AMAZON.YesIntent', confirmationStatus: 'NONE' } as const;
      const envelope = alexaEnvelope(world, n, { ...unsaid, type: 'IntentRequest', dialogState: 'COMPLETED', intent });
      const attributes = { offers: [['echo hello', 'echo|words=hello']], yes: 0 };
      return { ...envelope, ...(envelope.session ? { session: { ...envelope.session, new: false, attributes } } : {}) };
    },
  },
  {
    what: 'a SessionEndedRequest',
    door: 'Alexa',
    payload: (world, n) =>
      alexaEnvelope(world, n, {
        ...unsaid,
        type: 'SessionEndedRequest',
        reason: 'ERROR',
        error: { type: 'INVALID_RESPONSE', message: 'no speech' },
      }),
  },
  {
    what: 'a skill event',
    door: 'Alexa',
    payload: (world, n) => alexaEnvelope(world, n, { ...unsaid, type: 'AlexaSkillEvent.SkillDisabled' }),
  },
  {
    what: 'what the page says',
    door: 'the simulator',
    payload: (_, n) => ({ id: `n-${n}`, conversation: `c${n}`, text: words, timeZone: 'Europe/Berlin', locale: 'en-GB' }),
  },
];
