/** What Slack sends, as its documents show it; each field can be replaced. */

export const workspace = { team: 'T0001', channel: 'C0001', user: 'U0001', bot: 'UBOT1', app: 'A0001', direct: 'D0001' } as const;
/** Someone else in it, in another channel. */
export const elsewhere = { user: 'U0002', channel: 'C0002' } as const;

/** Slack's own slash commands: no app can have them, so none of these is ever sent to one (Slack: Slash commands). */
export const reserved: ReadonlySet<string> = new Set(['/remind', '/status', '/me', '/invite', '/msg', '/topic', '/who']);

/** The form of a slash command. Throws for one that Slack would keep for itself. */
export function slashCommand(fields: Readonly<Record<string, string>>): string {
  if (reserved.has(fields.command ?? '')) throw new Error(`Slack keeps ${fields.command} for itself.`);
  return new URLSearchParams({
    token: 'deprecated',
    team_id: workspace.team,
    team_domain: 'example',
    channel_id: workspace.channel,
    channel_name: 'general',
    user_id: workspace.user,
    user_name: 'ada',
    command: '/bellhop',
    text: 'help',
    api_app_id: workspace.app,
    is_enterprise_install: 'false',
    trigger_id: '1.1.first',
    ...fields,
  }).toString();
}

/** The body of an `event_callback` around an event. */
export function eventCallback(event: Readonly<Record<string, unknown>>, outer: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    token: 'deprecated',
    team_id: workspace.team,
    api_app_id: workspace.app,
    event,
    type: 'event_callback',
    event_id: `Ev${String(event.event_ts ?? event.ts ?? 1)}${String(event.type)}`,
    event_time: 1_700_000_000,
    authorizations: [{ enterprise_id: null, team_id: workspace.team, user_id: workspace.bot, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    ...outer,
  });
}

/** Someone mentions the bot in a channel. */
export function mention(
  text: string,
  ts: string,
  event: Readonly<Record<string, unknown>> = {},
  outer: Readonly<Record<string, unknown>> = {},
): string {
  return eventCallback({ type: 'app_mention', user: workspace.user, text, ts, channel: workspace.channel, event_ts: ts, ...event }, outer);
}

/** A message in a channel. */
export function message(text: string, ts: string, event: Readonly<Record<string, unknown>> = {}): string {
  return eventCallback({
    type: 'message',
    channel_type: 'channel',
    user: workspace.user,
    text,
    ts,
    channel: workspace.channel,
    event_ts: ts,
    ...event,
  });
}

/** A direct message to the bot. */
export function directMessage(text: string, ts: string, event: Readonly<Record<string, unknown>> = {}): string {
  return message(text, ts, { channel_type: 'im', channel: workspace.direct, ...event });
}

/** The payload of a pressed button. */
export function pressed(token: string, payload: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    type: 'block_actions',
    user: { id: workspace.user, username: 'ada', name: 'ada', team_id: workspace.team },
    api_app_id: workspace.app,
    token: 'deprecated',
    container: { type: 'message', message_ts: '1700000000.000100', channel_id: workspace.channel, is_ephemeral: false },
    trigger_id: '2.2.press',
    team: { id: workspace.team, domain: 'example' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: workspace.channel, name: 'general' },
    message: { type: 'message', ts: '1700000000.000100', bot_id: 'B0001', text: 'Is it up?' },
    actions: [
      {
        type: 'button',
        action_id: 'bellhop:0',
        block_id: 'b1',
        text: { type: 'plain_text', text: 'Check' },
        value: token,
        action_ts: '1700000001.000200',
      },
    ],
    ...payload,
  };
}

/** Somebody opens a tab of the app's home. */
export function homeOpened(eventTs: string, event: Readonly<Record<string, unknown>> = {}): string {
  return eventCallback({ type: 'app_home_opened', user: workspace.user, channel: workspace.direct, tab: 'home', event_ts: eventTs, ...event });
}

/** The payload of a message shortcut. */
export function shortcut(callbackId: string, text: string, payload: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    type: 'message_action',
    callback_id: callbackId,
    trigger_id: '4.4.shortcut',
    message_ts: '1700000000.000100',
    token: 'deprecated',
    action_ts: '1700000002.000300',
    user: { id: workspace.user, name: 'ada' },
    team: { id: workspace.team, domain: 'example' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: workspace.channel, name: 'general' },
    message: { type: 'message', user: elsewhere.user, ts: '1700000000.000100', text },
    ...payload,
  };
}

/** The payload of a submitted modal: what stands in each of its inputs, by block; a select's is chosen. */
export function submitted(
  view: Readonly<Record<string, unknown>>,
  answers: Readonly<Record<string, string>>,
  payload: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const blocks = view.blocks as readonly { readonly block_id: string; readonly element: { readonly type: string; readonly action_id: string } }[];
  const values = blocks.map(({ block_id, element: { type, action_id } }) => {
    const value = answers[block_id] ?? null;
    const state = stateOf(type, value);
    return [block_id, { [action_id]: state }];
  });
  return {
    type: 'view_submission',
    user: { id: workspace.user, username: 'ada', name: 'ada', team_id: workspace.team },
    api_app_id: workspace.app,
    token: 'deprecated',
    trigger_id: '3.3.submit',
    team: { id: workspace.team, domain: 'example' },
    enterprise: null,
    is_enterprise_install: false,
    response_urls: [],
    view: { ...view, state: { values: Object.fromEntries(values) } },
    ...payload,
  };
}

/** How Slack tells what stands in an input. */
function stateOf(type: string, value: string | null): Readonly<Record<string, unknown>> {
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: value === null ? null : { value } };
    case 'multi_static_select':
      return { type, selected_options: (value ?? '').split(', ').flatMap((one) => (one === '' ? [] : [{ value: one }])) };
    case 'datepicker':
      return { type, selected_date: value };
    case 'users_select':
      return { type, selected_user: value };
    case 'conversations_select':
      return { type, selected_conversation: value };
    default:
      return { type, value };
  }
}

/** The form around an interaction's payload. */
export function interaction(payload: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}
