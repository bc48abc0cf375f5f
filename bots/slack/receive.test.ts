import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelContract, pathsOf, set } from '../../shared/channel/channel.contract.ts';
import type { Channel, HttpRequest, Received } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import {
  directMessage,
  eventCallback,
  homeOpened,
  interaction,
  mention,
  message,
  pressed,
  shortcut,
  slashCommand,
  startSlack,
  submitted,
  workspace,
} from '../../test/platforms/slack.ts';
import { slack } from './channel.ts';

const nowMs = 1_700_000_100_000;
const clock = { now: () => nowMs };
const ts = '1700000000.000100';
/** Of a response_url that comes now. */
const ends = String(nowMs + 30 * 60_000);
const standIn = await startSlack({ clock });
await standIn.close(); // Only its signatures are needed here.

function opened(): Channel {
  const configured = slack.configure(standIn.env, { clock, random: Math.random, url: 'http://127.0.0.1:8080', env: standIn.env });
  if ('off' in configured) throw new Error(configured.off);
  return configured.on;
}
const channel = opened();

const request = (path: string, body: string | Buffer, headers = standIn.sign(body)): HttpRequest => ({
  method: 'POST',
  path,
  query: '',
  headers,
  body: Buffer.from(body),
});
const events = (body: string) => channel.receive(request('/slack/events', body)) as Received;
const commands = (body: string) => channel.receive(request('/slack/commands', body)) as Received;
const interactions = (body: string) => channel.receive(request('/slack/interactions', body)) as Received;
function only(received: Received): Inbound {
  if (received.kind !== 'inbound' || received.inbound.length !== 1 || !received.inbound[0]) throw new Error(`expected one inbound: ${received.kind}`);
  return received.inbound[0];
}
const words = (received: Received) => {
  const { said } = only(received);
  return said.kind === 'text' ? said.text : said;
};

const check = (id: string) => mention(`<@${workspace.bot}> check example.com`, `17000000${id === 'a1' ? '00' : '01'}.000100`);
const signedAt = (atMs: number) => request('/slack/events', check('a1'), standIn.sign(check('a1'), atMs));
const forged = (change: (headers: Record<string, string>) => Record<string, string>) =>
  request('/slack/events', check('a1'), change(standIn.sign(check('a1'))));

const forgeries = {
  unsigned: forged(() => ({})),
  'without time': forged(({ 'x-slack-signature': signature = '' }) => ({ 'x-slack-signature': signature })),
  'signed with another secret': forged((headers) => ({ ...headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` })),
  'a shorter signature': forged((headers) => ({ ...headers, 'x-slack-signature': headers['x-slack-signature']?.slice(0, 40) ?? '' })),
  'another version': forged((headers) => ({ ...headers, 'x-slack-signature': headers['x-slack-signature']?.replace('v0', 'v1') ?? '' })),
  'another time than was signed': forged((headers) => ({ ...headers, 'x-slack-request-timestamp': String(nowMs / 1_000 + 1) })),
  'no number for a time': forged((headers) => ({ ...headers, 'x-slack-request-timestamp': 'NaN' })),
  'five minutes and a second old': signedAt(nowMs - 301_000),
  'five minutes and a second ahead': signedAt(nowMs + 301_000),
  'another body': { ...request('/slack/events', check('a1')), body: Buffer.from(check('b2')) },
};

channelContract('slack events', () => ({
  channel,
  valid: (id) => request('/slack/events', check(id)),
  forged: forgeries,
  own: request('/slack/events', message(`<@${workspace.bot}> check example.com`, ts, { bot_id: 'B0001', user: workspace.bot })),
  signed: (body) => request('/slack/events', body),
  // The same mention comes as a message too, under another event id.
  toldAgain: (id) => request('/slack/events', message(`<@${workspace.bot}> check example.com`, `17000000${id === 'a1' ? '00' : '01'}.000100`)),
}));

channelContract('slack commands', () => ({
  channel,
  valid: (id) => request('/slack/commands', slashCommand({ command: '/check', text: 'example.com', trigger_id: id })),
  forged: { unsigned: request('/slack/commands', slashCommand({}), {}) },
  signed: (body) => request('/slack/commands', body),
}));

channelContract('slack interactions', () => ({
  channel,
  valid: (id) => request('/slack/interactions', interaction(pressed('check|site=example.com', { trigger_id: id }))),
  forged: { unsigned: request('/slack/interactions', interaction(pressed('check')), {}) },
  signed: (body) => request('/slack/interactions', body),
}));

const view = (id: string) => ({
  id,
  hash: '1.abc',
  callback_id: 'bellhop:form',
  private_metadata: JSON.stringify({
    command: 'remind',
    given: { when: 'in 2 hours' },
    conversation: 'C9',
    thread: ts,
    via: { response_url: 'https://a.example/1', ends },
  }),
  blocks: [
    { block_id: 'what', element: { type: 'plain_text_input', action_id: 'value' } },
    { block_id: 'where', element: { type: 'static_select', action_id: 'value' } },
    { block_id: 'often', element: { type: 'plain_text_input', action_id: 'value' } },
  ],
});
const filled = (id: string, payload = {}) => interaction(submitted(view(id), { what: 'stretch', where: 'here' }, payload));

channelContract('slack forms', () => ({
  channel,
  valid: (id) => request('/slack/interactions', filled(id)),
  forged: { unsigned: request('/slack/interactions', filled('V1'), {}) },
  signed: (body) => request('/slack/interactions', body),
}));

describe('a filled-in form', () => {
  it('is its command with its values, answered where it was asked for', () =>
    expect(only(interactions(filled('V1')))).toEqual({
      key: 'V1:1.abc',
      place: {
        channel: 'slack',
        bot: 'main',
        tenant: workspace.team,
        conversation: 'C9',
        thread: ts,
        user: workspace.user,
        via: { response_url: 'https://a.example/1', ends },
      },
      from: { user: workspace.user, name: 'ada' },
      said: { kind: 'form', command: 'remind', values: { when: 'in 2 hours', what: 'stretch', where: 'here' } },
      saidAt: nowMs,
    }));

  it.each([
    ['another app’s', { view: { ...view('V1'), callback_id: 'other' } }],
    ['one that does not say of what', { view: { ...view('V1'), private_metadata: '{' } }],
    ['one that was closed', { type: 'view_closed' }],
  ])('is acknowledged and dropped: %s', (_, payload) => expect(interactions(filled('V1', payload)).kind).toBe('nothing'));
});

describe('a request that is not Slack’s', () => {
  it.each(Object.entries(forgeries))('is refused with 401 and what to do: %s', (_, forgery) => {
    const received = channel.receive(forgery) as Received;
    expect(received).toMatchObject({ kind: 'refused', ack: { status: 401 } });
    expect(JSON.parse(received.kind === 'refused' ? (received.ack.body ?? '') : '').error).toMatchObject({
      code: expect.stringMatching(/^signature_/),
      message: expect.any(String),
      hint: expect.any(String),
    });
  });

  it('is believed up to five minutes from now, before and after', () => {
    expect((channel.receive(signedAt(nowMs - 300_000)) as Received).kind).toBe('inbound');
    expect((channel.receive(signedAt(nowMs + 300_000)) as Received).kind).toBe('inbound');
  });
});

describe('a slash command', () => {
  it('says its name and its words', () => {
    expect(words(commands(slashCommand({ command: '/check', text: 'example.com' })))).toBe('check example.com');
  });

  it('under the umbrella says its words alone', () => {
    expect(words(commands(slashCommand({ command: '/bellhop', text: 'check example.com' })))).toBe('check example.com');
  });

  it('is attributed to its team, conversation and person, and can be answered by its response_url', () => {
    const response_url = 'https://hooks.slack.com/commands/T0001/1/x';
    expect(only(commands(slashCommand({ response_url, trigger_id: '1.2.3' })))).toEqual({
      key: '1.2.3',
      place: {
        channel: 'slack',
        bot: 'main',
        tenant: workspace.team,
        conversation: workspace.channel,
        user: workspace.user,
        via: { response_url, ends },
      },
      from: { user: workspace.user, name: 'ada' },
      said: { kind: 'text', text: 'help', explicit: true },
      saidAt: nowMs,
    });
  });

  it('in a direct conversation is not taken for one with us: it may be between two people, who both see it', () => {
    const sent = commands(slashCommand({ channel_id: 'D0777', channel_name: 'directmessage' }));
    expect(only(sent).place).not.toHaveProperty('direct');
  });

  it('is acknowledged with an empty 200', () => {
    expect(commands(slashCommand({}))).toMatchObject({ ack: { status: 200 } });
    expect(commands(slashCommand({}))).not.toHaveProperty('ack.body');
  });

  it('keeps any words as they were typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const sent = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        expect(words(commands(slashCommand({ text: sent })))).toBe(text.toWellFormed());
      }),
    );
  });

  it('with a field that stands there twice is refused', () => {
    expect(commands(`${slashCommand({})}&user_id=U0002`)).toMatchObject({ kind: 'refused', ack: { status: 400 } });
  });

  it('with bytes that are no UTF-8 is refused', () => {
    expect(commands(slashCommand({}).replace('text=help', 'text=%ff'))).toMatchObject({ kind: 'refused', ack: { status: 400 } });
  });

  it('without one of the fields that matter is refused', () => {
    for (const field of ['team_id', 'channel_id', 'user_id', 'command', 'trigger_id']) {
      expect(commands(slashCommand({ [field]: '' })), field).toMatchObject({ kind: 'refused', ack: { status: 400 } });
    }
  });

  it('that only tests the certificate is nothing', () => {
    expect(commands('ssl_check=1&token=deprecated')).toMatchObject({ kind: 'nothing', ack: { status: 200 } });
  });
});

describe('a mention', () => {
  it.each([
    ['<@UBOT1> check example.com', 'check example.com'],
    ['<@UBOT1|bellhop>: check example.com', 'check example.com'],
    ['  <@UBOT1>, check example.com', 'check example.com'],
    ['check example.com <@UBOT1>', 'check example.com'],
    ['<@UBOT1>', ''],
    ['<@UBOT1> check <http://example.com|example.com>', 'check example.com'],
    ['<@UBOT1> check <https://example.com/a?b=1&amp;c=2>', 'check https://example.com/a?b=1&c=2'],
    ['<@UBOT1> check <https://evil.example|the docs>', 'check https://evil.example'],
    ['<@UBOT1> remind me to look at <#C0002|general>', 'remind me to look at #general'],
    [
      '<@UBOT1> remind me to tell <!here> and <!subteam^S1|@ops> by <!date^1392734382^{date}|18 February>',
      'remind me to tell @here and @ops by 18 February',
    ],
    ['<@UBOT1> remind me to look at <#C0002> and <!subteam^S1>', 'remind me to look at <#C0002> and <!subteam^S1>'],
    ['<@UBOT1> say &lt;!here&gt;', 'say <!here>'],
    ['<@UBOT1> remind <@U0002> to say a &lt; b', 'remind <@U0002> to say a < b'],
  ])('%s says "%s"', (text, said) => {
    expect(words(events(mention(text, ts)))).toBe(said);
  });

  it('told as app_mention and as message has one key, with other event ids', () => {
    const text = `<@${workspace.bot}> check example.com`;
    const first = only(events(mention(text, ts)));
    const second = only(events(message(text, ts)));
    expect(second).toEqual(first);
    expect(first.key).toBe(`${workspace.channel}:${ts}`);
  });

  it('edited is told anew, under the time of its edit', () => {
    const edited = { user: workspace.user, ts: '1700000050.000000' };
    const before = { type: 'message', user: workspace.user, text: '<@UBOT1> chek', ts };
    const changed = eventCallback({
      type: 'message',
      subtype: 'message_changed',
      channel: workspace.channel,
      channel_type: 'channel',
      ts: '1700000050.000300',
      message: { ...before, text: '<@UBOT1> check example.com', edited },
      previous_message: before,
    });
    const byMessage = only(events(changed));
    expect(byMessage.key).toBe(`${workspace.channel}:${ts}:${edited.ts}`);
    expect(byMessage.saidAt).toBe(1_700_000_050_000);
    expect(only(events(mention('<@UBOT1> check example.com', ts, { edited })))).toEqual(byMessage);
  });

  it('whose message only unfolded a link is nothing new', () => {
    const text = '<@UBOT1> check example.com';
    const plain = { type: 'message', user: workspace.user, text, ts, attachments: [{}] };
    for (const unfolded of [plain, { ...plain, edited: { user: workspace.user, ts: '1700000050.000000' } }]) {
      const changed = { type: 'message', subtype: 'message_changed', channel: workspace.channel, ts, message: unfolded, previous_message: unfolded };
      expect(events(eventCallback(changed)).kind).toBe('nothing');
    }
  });

  it('in a thread is answered there', () => {
    const place = only(events(mention('<@UBOT1> check x', ts, { thread_ts: '1699999999.000001' }))).place;
    expect(place).toMatchObject({ thread: '1699999999.000001', message: ts });
  });

  it('at the head of a thread is not in it', () => {
    expect(only(events(mention('<@UBOT1> check x', ts, { thread_ts: ts }))).place).not.toHaveProperty('thread');
  });

  it('is dated when it was written, not when Slack told it, and never in the future', () => {
    expect(only(events(mention('<@UBOT1> check x', ts))).saidAt).toBe(1_700_000_000_000);
    expect(only(events(mention('<@UBOT1> check x', '1800000000.000100'))).saidAt).toBe(nowMs);
  });
});

describe('one person has one tenant, whether they write, command or press', () => {
  const tenantsOf = (event: Record<string, unknown>, form: Record<string, string>, press: Record<string, unknown>) => [
    only(events(mention('<@UBOT1> help', ts, {}, event))).place.tenant,
    only(commands(slashCommand(form))).place.tenant,
    only(interactions(interaction(pressed('help', press)))).place.tenant,
  ];

  it('in a workspace', () => {
    expect(tenantsOf({}, {}, {})).toEqual(Array(3).fill(workspace.team));
  });

  it('in a channel that another workspace shares with ours', () => {
    // The event names the workspace whose channel it is; only its authorization names ours.
    const event = { team_id: 'TOTHER', is_ext_shared_channel: true };
    const press = { user: { id: 'U9', username: 'eve', team_id: 'TOTHER' } };
    expect(tenantsOf(event, {}, press)).toEqual(Array(3).fill(workspace.team));
  });

  it('in a workspace of an organisation, the app installed there alone', () => {
    const enterprise_id = 'E0001';
    const authorizations = [{ enterprise_id, team_id: workspace.team, user_id: workspace.bot, is_bot: true, is_enterprise_install: false }];
    const press = { enterprise: { id: enterprise_id, name: 'Org' }, user: { id: 'U9', username: 'eve', team_id: enterprise_id } };
    expect(tenantsOf({ enterprise_id, authorizations }, { enterprise_id }, press)).toEqual(Array(3).fill(workspace.team));
  });

  it('in an organisation, the app installed for all of it', () => {
    const enterprise_id = 'E0001';
    const authorizations = [{ enterprise_id, team_id: null, user_id: workspace.bot, is_bot: true, is_enterprise_install: true }];
    const form = { enterprise_id, is_enterprise_install: 'true' };
    const press = { is_enterprise_install: true, enterprise: { id: enterprise_id, name: 'Org' }, team: null };
    expect(tenantsOf({ enterprise_id, authorizations }, form, press)).toEqual(Array(3).fill(enterprise_id));
  });

  it('in an organisation whose event names no team', () => {
    expect(only(events(mention('<@UBOT1> help', ts, {}, { team_id: null, enterprise_id: 'E0001', authorizations: [] }))).place.tenant).toBe('E0001');
  });
});

describe('a reply in a thread below the bot’s own message', () => {
  const below = { thread_ts: '1699999999.000001', parent_user_id: workspace.bot };

  it.each([
    ['needs no mention', 'example.com', {}, 'example.com'],
    ['may be sent to the channel as well', 'example.com', { subtype: 'thread_broadcast', root: {} }, 'example.com'],
    ['may come with a file', 'example.com', { subtype: 'file_share', files: [{}] }, 'example.com'],
    ['may mention others on its way', 'remind me to call <@U0002>', {}, 'remind me to call <@U0002>'],
  ])('%s, and is answered there', (_, text, more, said) => {
    const inbound = only(events(message(text, ts, { ...below, ...more })));
    expect(inbound.said).toEqual({ kind: 'text', text: said });
    expect(inbound.place).toMatchObject({ conversation: workspace.channel, thread: below.thread_ts, message: ts });
    expect(inbound.place).not.toHaveProperty('direct');
  });

  it('that mentions the bot all the same has the key of its app_mention', () => {
    const text = '<@UBOT1> example.com';
    expect(only(events(message(text, ts, below)))).toEqual(only(events(mention(text, ts, { thread_ts: below.thread_ts }))));
  });

  it.each([
    ['to someone else who is named first', message('<@U0002> can you look?', ts, below)],
    ['to everyone', message('<!here> look', ts, below)],
    ['without words', message('', ts, { ...below, subtype: 'file_share', files: [{}] })],
    ['by the bot itself', message('It is up', ts, { ...below, user: workspace.bot, bot_id: 'B0001' })],
    ['by another bot', message('deployed', ts, { ...below, bot_id: 'B0009' })],
    ['below someone else’s message', message('thanks', ts, { ...below, parent_user_id: 'U0002' })],
  ])('is not for us: %s', (_, body) => {
    expect(events(body)).toEqual({ kind: 'nothing', ack: { status: 200 } });
  });
});

describe('a direct message', () => {
  it('needs no mention, and only the two are there', () => {
    const inbound = only(events(directMessage('check example.com', ts)));
    expect(inbound.said).toEqual({ kind: 'text', text: 'check example.com' });
    expect(inbound.place).toMatchObject({ conversation: workspace.direct, direct: true });
  });

  it('with a mention all the same says its words alone', () => {
    expect(words(events(directMessage('<@UBOT1> help', ts)))).toBe('help');
  });

  it('with a file says its words', () => {
    expect(words(events(directMessage('check example.com', ts, { subtype: 'file_share', files: [{}] })))).toBe('check example.com');
  });

  it('in a thread is answered there', () => {
    expect(only(events(directMessage('help', ts, { thread_ts: '1699999999.000001' }))).place.thread).toBe('1699999999.000001');
  });
});

describe('what is not for us', () => {
  it.each([
    ['chatter in a channel', message('good morning', ts)],
    ['chatter in a thread', message('thanks', ts, { thread_ts: '1699999999.000001' })],
    ['a mention of someone else', message('<@U0002> check example.com', ts)],
    ['a group conversation without mention', message('good morning', ts, { channel_type: 'mpim' })],
    ['another bot that mentions us', mention('<@UBOT1> help', ts, { bot_id: 'B0009' })],
    ['a bot_message', directMessage('help', ts, { subtype: 'bot_message', bot_id: 'B0009' })],
    ['our own words', directMessage('It is up', ts, { user: workspace.bot })],
    ['Slackbot', directMessage('I searched for that', ts, { user: 'USLACKBOT' })],
    ['a join', message('<@UBOT1> has joined', ts, { subtype: 'channel_join' })],
    ['a deletion', message('', ts, { subtype: 'message_deleted', channel_type: 'im' })],
    ['an unknown subtype', directMessage('help', ts, { subtype: 'from_the_future' })],
    ['an unknown event', eventCallback({ type: 'reaction_added', user: workspace.user, event_ts: ts })],
    ['a direct message without words', directMessage('', ts)],
    ['a rate limit', JSON.stringify({ type: 'app_rate_limited', team_id: workspace.team, minute_rate_limited: 1 })],
  ])('is acknowledged and dropped: %s', (_, body) => {
    expect(events(body)).toEqual({ kind: 'nothing', ack: { status: 200 } });
  });

  it.each([
    ['a button of another app’s making', pressed('x', { actions: [{ type: 'button', action_id: 'other', value: 'x' }] })],
    ['a select', pressed('x', { actions: [{ type: 'static_select', action_id: 'bellhop:0' }] })],
    ['a shortcut', { type: 'shortcut', callback_id: 'x', trigger_id: '1', user: { id: 'U1' }, team: { id: 'T1' } }],
    ['a view that closes', { type: 'view_closed', view: {}, user: { id: 'U1' } }],
  ])('is acknowledged and dropped: %s', (_, payload) => {
    expect(interactions(interaction(payload))).toEqual({ kind: 'nothing', ack: { status: 200 } });
  });
});

describe('a pressed button', () => {
  it('gives back its token, from where it stands', () => {
    const response_url = 'https://hooks.slack.com/actions/T0001/1/x';
    expect(only(interactions(interaction(pressed('check|site=a.example', { response_url }))))).toEqual({
      key: '2.2.press',
      place: {
        channel: 'slack',
        bot: 'main',
        tenant: workspace.team,
        conversation: workspace.channel,
        user: workspace.user,
        message: '1700000000.000100',
        via: { response_url, ends },
      },
      from: { user: workspace.user, name: 'ada' },
      said: { kind: 'action', token: 'check|site=a.example' },
      saidAt: 1_700_000_001_000,
    });
  });

  it('in a thread is answered there', () => {
    const container = { type: 'message', message_ts: ts, thread_ts: '1699999999.000001', channel_id: workspace.channel };
    expect(only(interactions(interaction(pressed('help', { container })))).place).toMatchObject({ thread: '1699999999.000001', message: ts });
  });

  it('in a direct conversation is not taken for one with us: a response_url leads into those of two people too', () => {
    expect(only(interactions(interaction(pressed('help', { channel: { id: 'D0777', name: 'directmessage' } })))).place).not.toHaveProperty('direct');
  });

  it('on a message that only one sees has no message to answer under', () => {
    const container = { type: 'message', message_ts: ts, channel_id: workspace.channel, is_ephemeral: true };
    expect(only(interactions(interaction(pressed('help', { container })))).place).not.toHaveProperty('message');
  });

  it('that names no team belongs to the person’s', () => {
    expect(only(interactions(interaction(pressed('help', { team: null })))).place.tenant).toBe(workspace.team);
  });

  it('with one field changed is taken, dropped or refused, and never throws', () => {
    const sample = pressed('help');
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(sample)), fc.jsonValue(), (path, value) => {
        const changed = structuredClone(sample);
        set(changed, path, value);
        expect(['inbound', 'nothing', 'refused']).toContain(interactions(interaction(changed)).kind);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the handshake', () => {
  it('is answered with its challenge, when it is signed', () => {
    const body = JSON.stringify({ type: 'url_verification', token: 'deprecated', challenge: '3eZbrw' });
    expect(events(body)).toMatchObject({ kind: 'nothing', ack: { status: 200, body: '{"challenge":"3eZbrw"}' } });
    expect(channel.receive(request('/slack/events', body, {}))).toMatchObject({ kind: 'refused', ack: { status: 401 } });
  });
});

describe('a retry', () => {
  it('has the key of the first telling', () => {
    const body = check('a1');
    const headers = { ...standIn.sign(body), 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'http_timeout' };
    expect(only(channel.receive(request('/slack/events', body, headers)) as Received).key).toBe(only(events(body)).key);
  });

  it('is not asked for what will never be understood', () => {
    const received = events('not json');
    expect(received).toMatchObject({ kind: 'refused', ack: { status: 400, headers: { 'x-slack-no-retry': '1' } } });
  });
});

describe('too busy', () => {
  it('is said to a slash command’s person alone', () => {
    const inbound = only(commands(slashCommand({ response_url: 'https://hooks.slack.com/commands/1' })));
    const { status, body } = channel.busy(inbound);
    expect(status).toBe(200);
    expect(JSON.parse(body ?? '')).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('again') });
  });

  it('makes Slack send an event again', () => {
    expect(channel.busy(only(events(check('a1'))))).toMatchObject({ status: 503, headers: { 'retry-after': '60' } });
  });

  it('shows at a pressed button as Slack’s own sign of failure', () => {
    expect(channel.busy(only(interactions(interaction(pressed('help'))))).status).toBe(503);
  });
});

describe('the Home tab', () => {
  it('is a start page to whoever opens it, in the direct messages beside it', () => {
    expect(only(events(homeOpened(ts)))).toMatchObject({
      key: `Ev${ts}app_home_opened`,
      place: { conversation: workspace.direct, user: workspace.user, direct: true, via: { view: 'home' } },
      said: { kind: 'event', event: 'home' },
      saidAt: 1_700_000_000_000,
    });
  });

  it('is one of two: whoever opens the Messages tab is shown what they could say', () => {
    expect(only(events(homeOpened(ts, { tab: 'messages' })))).toMatchObject({
      place: { conversation: workspace.direct, direct: true, via: { view: 'messages' } },
      said: { kind: 'event', event: 'suggest' },
    });
    for (const tab of ['about', 'toString', undefined]) expect(events(homeOpened(ts, { tab })).kind).toBe('nothing');
  });

  it('answers a press in those direct messages', () => {
    const press = pressed('help', {
      channel: undefined,
      container: { type: 'view', view_id: 'V1' },
      view: { id: 'V1', type: 'home', private_metadata: workspace.direct },
    });
    expect(only(interactions(interaction(press))).place).toMatchObject({ conversation: workspace.direct, direct: true });
    const elsewheres = { ...press, view: { id: 'V1', type: 'home', private_metadata: '' } };
    expect(interactions(interaction(elsewheres)).kind).toBe('nothing');
  });
});

describe('a message shortcut', () => {
  const id = 'bellhop:on:remind:what';
  it('is its command with the words of the message, asked aside', () => {
    expect(
      only(interactions(interaction(shortcut(id, 'see <https://a.example|this> & go', { response_url: 'https://hooks.slack.com/app/1' })))),
    ).toMatchObject({
      key: '4.4.shortcut',
      place: { conversation: workspace.channel, user: workspace.user, aside: true, via: { response_url: 'https://hooks.slack.com/app/1', ends } },
      said: { kind: 'action', token: expect.stringMatching(/^remind\|what=see .*https:\/\/a\.example/) },
    });
  });

  it('of a message without words names its command alone', () => {
    expect(only(interactions(interaction(shortcut(id, ''))))).toMatchObject({ said: { token: 'remind' } });
  });

  it('keeps of a long message as much as fits, in whole characters', () => {
    const { said } = only(interactions(interaction(shortcut(id, `${'x'.repeat(899)}😀😀`))));
    expect(said.kind === 'action' && said.token.length < 1_000 && said.token.isWellFormed()).toBe(true);
  });

  it.each(['other', 'bellhop:on:', 'bellhop:on:remind', 7])('called %s is not ours', (other) => {
    expect(interactions(interaction(shortcut(String(other), 'x', { callback_id: other }))).kind).toBe('nothing');
  });
});
