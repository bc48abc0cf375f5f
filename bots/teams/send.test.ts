import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Place } from '../../shared/channel/inbound.ts';
import { SendFailed } from '../../shared/errors.ts';
import { week, year } from '../../test/any-chart.ts';
import type { Fault } from '../../test/platforms/teams/misbehave.ts';
import { ann, bob, conversations, tenantId } from '../../test/platforms/teams/says.ts';
import { startTeams, type TeamsPlatform } from '../../test/platforms/teams.ts';
import { render } from './render.ts';
import { teamsSend } from './send.ts';
import { readSettings } from './settings.ts';

let now = 0;
const clock = { now: () => now };
let teams: TeamsPlatform;
let send: ReturnType<typeof teamsSend>['send'];
let aside: ReturnType<typeof teamsSend>['aside'];

const open = (env = {}, deadlineMs = 400) => {
  const settings = readSettings({ ...teams.env, ...env });
  if (!settings) throw new Error('off');
  return teamsSend(settings, { clock, fetch, deadlineMs });
};
const signal = new AbortController().signal;
const via = (conversationType: string) => ({ serviceUrl: teams.serviceUrl, botId: `28:${teams.appId}`, conversationType, userId: ann.id });
const personal = (): Place => ({
  channel: 'teams',
  bot: 'main',
  tenant: tenantId,
  conversation: conversations.personal.id,
  direct: true,
  user: ann.aadObjectId,
  message: 'm1',
  via: via('personal'),
});
const channel = (): Place => ({ ...personal(), conversation: '19:channel@thread.tacv2', thread: '17', direct: false, via: via('channel') });
const group = (): Place => ({ ...personal(), conversation: conversations.group.id, direct: false, via: via('groupChat') });
const text = (words: string, visibility: 'here' | 'private' | 'thread' = 'here', place = personal()) => {
  const [message] = render({ text: words, visibility }, { place, locale: 'en', token: () => '' });
  if (!message) throw new Error('nothing rendered');
  return message;
};
const failure = async (sent: Promise<unknown>): Promise<SendFailed> => {
  const error = await sent.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SendFailed)) throw new Error(`expected SendFailed, got ${error}`);
  return error;
};
const problems = () => teams.calls.flatMap(({ problem }) => problem ?? []);

beforeEach(async () => {
  now = Date.parse('2026-03-01T12:00:00Z');
  teams = await startTeams({ now: () => now });
  ({ send, aside } = open());
});
afterEach(() => teams.close());

describe('a chart', () => {
  const picture = (chart = year) => {
    const message = render({ text: '', chart }, { place: personal(), locale: 'en', token: () => '' }).at(-1);
    if (!message) throw new Error('nothing rendered');
    return message;
  };

  it('that is too large for a card goes as a picture, small enough for a message', async () => {
    const many = {
      ...year,
      labels: year.labels.slice(0, 60),
      series: [...year.series, ...year.series].map(({ values }, s) => ({ name: `s${s}`, values: values.slice(0, 60) })),
    };
    await open({}, 20_000).send(picture(many), personal(), { signal });
    const [{ body } = {}] = teams.of('send');
    expect(body).toMatchObject({ text: expect.stringContaining('s1: from'), attachments: [{ contentType: 'image/png', name: 'chart.png' }] });
    expect(problems()).toEqual([]);
  }, 20_000);

  it('that is too large for that too is its numbers', async () => {
    await open({}, 20_000).send({ ...picture(), picture: { chart: { ...week, series: [] }, locale: 'en' } }, personal(), { signal });
    expect(JSON.stringify(teams.of('send')[0]?.body)).toContain('day 9');
    expect(problems()).toEqual([]);
  }, 20_000);
});

describe('a message', () => {
  it('reaches its conversation, with a token asked for once', async () => {
    const first = await send(text('hello'), personal(), { signal });
    const second = await send(text('again'), personal(), { signal });
    expect(first.message).toBeTruthy();
    expect(second.message).not.toBe(first.message);
    expect(teams.of('send').map(({ conversation, body, status }) => [conversation, body, status])).toEqual([
      [conversations.personal.id, expect.objectContaining({ type: 'message', text: 'hello', textFormat: 'plain' }), 201],
      [conversations.personal.id, expect.objectContaining({ text: 'again', from: { id: `28:${teams.appId}`, name: '' } }), 201],
    ]);
    expect(teams.of('token')).toHaveLength(1);
    expect(problems()).toEqual([]);
  });

  it('with a card arrives as it was rendered', async () => {
    const [card] = render(
      {
        text: 'a.example is up',
        severity: 'success',
        fields: [{ name: 'Status', value: '200' }],
        actions: [{ label: 'Again', command: 'check', args: {} }],
      },
      { place: personal(), locale: 'en', token: () => 'check' },
    );
    await send(card ?? text(''), personal(), { signal });
    expect(teams.of('send')[0]).toMatchObject({ status: 201, body: { attachments: card?.activity.attachments, summary: 'a.example is up' } });
  });

  it('goes to the thread it answers', async () => {
    await send(text('here', 'here', channel()), channel(), { signal });
    expect(teams.of('send')[0]?.conversation).toBe('19:channel@thread.tacv2;messageid=17');
  });

  it('begins a new post in a channel when it answers nobody, and a thread when it shall', async () => {
    const { thread: _, ...outside } = channel();
    await send(text('news', 'here', outside), outside, { signal });
    await send(text('more', 'thread', outside), outside, { signal });
    expect(teams.of('send').map(({ conversation }) => conversation)).toEqual(['19:channel@thread.tacv2', '19:channel@thread.tacv2;messageid=m1']);
  });

  it('names what it answers in a group chat, where there are no threads', async () => {
    await send(text('here', 'thread', group()), group(), { signal });
    expect(teams.of('reply')[0]).toMatchObject({ target: 'm1', conversation: conversations.group.id, body: { replyToId: 'm1' } });
  });

  it('replaces the one before', async () => {
    const { message } = await send(text('one'), personal(), { signal });
    expect(await send(text('two'), personal(), { signal, edit: message ?? '' })).toEqual({ message });
    expect(teams.of('update')[0]).toMatchObject({ target: message, body: { text: 'two', id: message }, status: 200 });
  });

  it('that replaces one that was deleted is sent anew', async () => {
    const sent = await send(text('two'), personal(), { signal, edit: 'gone' });
    expect(sent.message).not.toBe('gone');
    expect(teams.of('send')[0]).toMatchObject({ body: { text: 'two' }, status: 201 });
  });

  it('that is nothing but a change of a message is not sent anew where that was deleted', async () => {
    expect(await send(text('two'), personal(), { signal, edit: 'gone', onlyEdit: true })).toEqual({});
    expect(teams.of('send')).toEqual([]);
  });

  it('goes nowhere but to an allowed service URL', async () => {
    const place = { ...personal(), via: { ...via('personal'), serviceUrl: 'https://evil.example/' } };
    expect(await failure(send(text('x'), place, { signal }))).toMatchObject({ code: 'teams_service_url', retryable: false });
    expect(await failure(send(text('x'), { ...personal(), via: {} }, { signal }))).toMatchObject({ code: 'teams_service_url' });
    expect(teams.calls).toEqual([]);
  });
});

describe('a private answer', () => {
  it('goes to a conversation with the person alone, opened once', async () => {
    await send(text('secret', 'private', channel()), channel(), { signal });
    await send(text('secret too', 'private', channel()), channel(), { signal });
    expect(teams.of('create').map(({ body }) => body)).toEqual([
      expect.objectContaining({ members: [{ id: ann.id, name: '' }], tenantId, channelData: { tenant: { id: tenantId } } }),
    ]);
    expect(teams.of('send').map(({ conversation }) => conversation)).toEqual([`a:direct-${ann.id}`, `a:direct-${ann.id}`]);
    expect(teams.of('send')[0]?.body).toMatchObject({ conversation: { id: `a:direct-${ann.id}`, isGroup: false, conversationType: 'personal' } });
    expect(problems()).toEqual([]);
  });

  it('is shown to them alone in the group where that is on; where Teams refuses it, in their own conversation', async () => {
    const settings = readSettings({ ...teams.env, TEAMS_TARGETED: 'on' });
    if (!settings) throw new Error('off');
    const { send: whisper } = teamsSend(settings, { clock, fetch });
    expect(await whisper(text('secret', 'private', group()), group(), { signal })).toEqual({});
    expect(teams.of('send')).toMatchObject([
      { conversation: conversations.group.id, isTargeted: true, status: 201, body: { text: 'secret', recipient: { id: ann.id } } },
    ]);
    teams.blocked.set('targeted', 'BadArgument');
    await whisper(text('secret', 'private', group()), group(), { signal });
    expect(teams.of('send').at(-1)).toMatchObject({ conversation: `a:direct-${ann.id}`, status: 201 });
    expect(teams.of('send').filter(({ isTargeted, status }) => !isTargeted && status === 201)).toHaveLength(1);
  });

  it('to someone we can’t write to is not shown to the group: it says what to do', async () => {
    teams.blocked.set(ann.id, 'BotNotInConversationRoster');
    await send(text('secret', 'private', channel()), channel(), { signal });
    const [notice] = teams.of('send');
    expect(notice).toMatchObject({ conversation: '19:channel@thread.tacv2;messageid=17', status: 201 });
    expect(JSON.stringify(notice?.body)).not.toContain('secret');
    expect(notice?.body).toMatchObject({ text: expect.stringContaining('only for you') });
  });

  it.each([
    ['we may not begin to talk to', ann.id, 'BotNotInConversationRoster'],
    ['who has blocked us', `a:direct-${ann.id}`, 'MessageWritesBlocked'],
  ])('with a card, to someone %s, leaves no word of it in the group: not in the line a notification shows either', async (_, blocked, code) => {
    teams.blocked.set(blocked, code);
    const [card] = render(
      { text: 'the secret', severity: 'success', fields: [{ name: 'PIN', value: '1234' }], visibility: 'private' },
      { place: channel(), locale: 'en', token: () => '' },
    );
    await send(card ?? text(''), channel(), { signal });
    const inGroup = teams.of('send').filter(({ conversation }) => conversation?.startsWith('19:'));
    expect(inGroup).toMatchObject([{ status: 201, body: { text: expect.stringContaining('only for you') } }]);
    expect(JSON.stringify(inGroup)).not.toMatch(/secret|1234/);
  });

  it('and what was asked aside are in the same conversation, which all that follows is in', async () => {
    const asked = { ...channel(), aside: true, via: { ...via('channel'), invoke: 'composeExtension/fetchTask' } };
    const place = await aside(asked, { signal });
    expect(place).toEqual({ ...personal(), message: undefined, conversation: `a:direct-${ann.id}` });
    await send(text('Which?', 'private', place), place, { signal });
    await send(text('secret', 'private', channel()), channel(), { signal });
    expect(teams.of('send').map(({ conversation }) => conversation)).toEqual([`a:direct-${ann.id}`, `a:direct-${ann.id}`]);
    expect(teams.of('create')).toHaveLength(1);
    expect(problems()).toEqual([]);
    teams.blocked.set(bob.id, 'BotNotInConversationRoster');
    expect(await failure(aside({ ...asked, via: { ...asked.via, userId: bob.id } }, { signal }))).toMatchObject({ retryable: false });
  });

  it('opens the conversation again when the one it knew is gone', async () => {
    await send(text('secret', 'private', channel()), channel(), { signal });
    teams.misbehave({ on: 'send', how: { status: 404, code: 'ConversationNotFound' } });
    await send(text('secret too', 'private', channel()), channel(), { signal });
    expect(teams.of('create')).toHaveLength(2);
    expect(teams.of('send').map(({ status }) => status)).toEqual([201, 404, 201]);
    teams.misbehave({ on: 'send', how: { status: 404, code: 'ConversationNotFound' }, times: 2 });
    expect(await failure(send(text('x', 'private', channel()), channel(), { signal }))).toMatchObject({ code: 'teams_gone', retryable: false });
  });

  it('is tried again when the conversation was opened and we weren’t told which', async () => {
    teams.misbehave({ on: 'create', how: 'half' });
    expect(await failure(send(text('secret', 'private', group()), group(), { signal }))).toMatchObject({ retryable: true, maybeSent: false });
    expect(teams.of('send')).toEqual([]);
    await send(text('secret', 'private', group()), group(), { signal });
    expect(teams.of('send')).toHaveLength(1);
  });

  it('in a direct conversation is sent there', async () => {
    await send(text('secret', 'private'), personal(), { signal });
    expect(teams.of('create')).toEqual([]);
    expect(teams.of('send')[0]?.conversation).toBe(conversations.personal.id);
  });
});

describe('a platform that misbehaves', () => {
  const rows: readonly (readonly [string, Fault, object])[] = [
    ['429 with seconds', { status: 429, retryAfter: '7' }, { code: 'teams_rate_limited', retryable: true, retryAfterMs: 7_000, maybeSent: false }],
    [
      '429 with a date',
      { status: 429, retryAfter: 'Sun, 01 Mar 2026 12:00:30 GMT' },
      { code: 'teams_rate_limited', retryable: true, retryAfterMs: 30_000, maybeSent: false },
    ],
    ['429 with a day', { status: 429, retryAfter: '86400' }, { retryable: true, retryAfterMs: 3_600_000 }],
    ['429 with no time at all', { status: 429, retryAfter: '0' }, { retryable: true, retryAfterMs: undefined }],
    ['429 with a date that is over', { status: 429, retryAfter: 'Sun, 01 Mar 2026 11:00:00 GMT' }, { retryable: true, retryAfterMs: undefined }],
    ['429 with nonsense', { status: 429, retryAfter: 'soon' }, { retryable: true, retryAfterMs: undefined }],
    ['429 without Retry-After', { status: 429 }, { code: 'teams_rate_limited', retryable: true, retryAfterMs: undefined }],
    ['412', { status: 412 }, { code: 'teams_busy', retryable: true, maybeSent: false }],
    ['500', { status: 500 }, { code: 'teams_busy', retryable: true, maybeSent: false }],
    ['502 with a page of HTML', { status: 502, body: '<html>' }, { code: 'teams_busy', retryable: true, maybeSent: true }],
    ['503 with Retry-After', { status: 503, retryAfter: '3' }, { code: 'teams_busy', retryable: true, retryAfterMs: 3_000, maybeSent: false }],
    ['504', { status: 504 }, { code: 'teams_busy', retryable: true, maybeSent: true }],
    ['a redirect', { status: 307 }, { code: 'teams_refused', retryable: false }],
    ['400', { status: 400, code: 'BadSyntax' }, { code: 'teams_refused', retryable: false, message: 'Teams refused the message: 400 BadSyntax.' }],
    [
      '400 of two words',
      { status: 400, code: 'Bad Argument' },
      { message: 'Teams refused the message: 400 Bad Argument.', hint: expect.stringContaining('report') },
    ],
    ['401', { status: 401 }, { code: 'teams_unauthorized', retryable: false, lockedOut: true }],
    [
      '403 from a chat we were removed from',
      { status: 403, code: 'BotNotInConversationRoster' },
      { code: 'teams_forbidden', retryable: false, hint: expect.stringContaining('Add the bot') },
    ],
    [
      '403 from someone who blocked us',
      { status: 403, code: 'ConversationBlockedByUser' },
      { retryable: false, hint: expect.stringContaining('unblock') },
    ],
    ['403 with an unknown reason', { status: 403, code: 'Whatever' }, { retryable: false, hint: expect.stringContaining('installed') }],
    ['404', { status: 404, code: 'ConversationNotFound' }, { code: 'teams_gone', retryable: false, hint: expect.stringContaining('gone') }],
    ['413', { status: 413, code: 'MessageSizeTooBig' }, { code: 'teams_too_big', retryable: false, hint: expect.stringContaining('shorten') }],
    ['a time-out', 'timeout', { code: 'teams_unreachable', retryable: true, maybeSent: true }],
    ['a closed socket', 'close', { code: 'teams_unreachable', retryable: true, maybeSent: true }],
  ];

  it.each(rows)('%s: says whether another try can help, after exactly one call', async (_, how, expected) => {
    teams.misbehave({ on: 'send', how });
    expect(await failure(send(text('x'), personal(), { signal }))).toMatchObject(expected);
    expect(teams.of('send')).toHaveLength(1);
    expect(await send(text('x'), personal(), { signal })).toHaveProperty('message');
  });

  it.each(['half', 'drip'] as const)('answers 201 and then %s of the rest: the message is there, without a name', async (how) => {
    teams.misbehave({ on: 'send', how });
    expect(await send(text('x'), personal(), { signal })).toEqual({});
    expect(teams.of('send')).toHaveLength(1);
  });

  it('isn’t there at all: nothing was sent, so nothing is doubtful', async () => {
    const gone = await startTeams();
    await gone.close();
    ({ send } = open({ TEAMS_SERVICE_URLS: gone.url }));
    const place = { ...personal(), via: { ...via('personal'), serviceUrl: gone.serviceUrl } };
    expect(await failure(send(text('x'), place, { signal }))).toMatchObject({ code: 'teams_unreachable', retryable: true, maybeSent: false });
  });

  it('sends us elsewhere: our token doesn’t go there', async () => {
    const elsewhere = await startTeams();
    for (const on of ['send', 'token'] as const) {
      teams.misbehave({ on, how: { status: 307, location: `${elsewhere.url}/emea/v3/conversations` } });
      expect(await failure(open().send(text('x'), personal(), { signal }))).toMatchObject({ retryable: false });
    }
    expect(elsewhere.calls).toEqual([]);
    await elsewhere.close();
  });

  it('closes the socket on an edit: repeating it does no harm', async () => {
    const { message } = await send(text('one'), personal(), { signal });
    teams.misbehave({ on: 'update', how: 'close' });
    expect(await failure(send(text('two'), personal(), { signal, edit: message ?? '' }))).toMatchObject({ retryable: true, maybeSent: false });
  });

  it('holds a sender back who is too fast, and says how long', async () => {
    for (let i = 0; i < 7; i++) await send(text('x'), personal(), { signal });
    expect(await failure(send(text('x'), personal(), { signal }))).toMatchObject({ code: 'teams_rate_limited', retryAfterMs: 1_000 });
    now += 1_000;
    await send(text('x'), personal(), { signal });
  });

  it('is left alone when the caller has given up', async () => {
    await send(text('x'), personal(), { signal });
    expect(await failure(send(text('x'), personal(), { signal: AbortSignal.abort() }))).toMatchObject({ code: 'teams_unreachable', retryable: true });
    expect(teams.of('send')).toHaveLength(1);
  });
});

describe('a token', () => {
  it('is renewed before it ends', async () => {
    await send(text('x'), personal(), { signal });
    now += 56 * 60_000;
    await send(text('x'), personal(), { signal });
    expect(teams.of('token')).toHaveLength(2);
    expect(problems()).toEqual([]);
  });

  it('is asked for at the cloud we are in', async () => {
    const settings = readSettings(teams.env);
    if (!settings) throw new Error('off');
    send = teamsSend({ ...settings, scope: 'https://api.botframework.us/.default' }, { clock, fetch }).send;
    // The stand-in is of the public cloud, and says so.
    expect(await failure(send(text('x'), personal(), { signal }))).toMatchObject({ code: 'teams_token' });
    expect(new URLSearchParams(String(teams.of('token')[0]?.body)).get('scope')).toBe('https://api.botframework.us/.default');
  });

  it('is asked for once, however many wait for it', async () => {
    await Promise.all(['a', 'b', 'c'].map((words) => send(text(words), personal(), { signal })));
    expect(teams.of('token')).toHaveLength(1);
  });

  it('that was good and is refused is thrown away, and the message tried again', async () => {
    await send(text('x'), personal(), { signal });
    now += 5 * 60_000;
    teams.misbehave({ on: 'send', how: { status: 401 } });
    expect(await failure(send(text('x'), personal(), { signal }))).toMatchObject({ code: 'teams_unauthorized', retryable: true, lockedOut: false });
    await send(text('x'), personal(), { signal });
    expect(teams.of('token')).toHaveLength(2);
  });

  it('lasts as long as Microsoft says, said as a number or in digits', async () => {
    teams.misbehave({ on: 'token', how: { status: 200, body: JSON.stringify({ access_token: teams.bearer(), expires_in: '3599' }) } });
    await send(text('x'), personal(), { signal });
    await send(text('x'), personal(), { signal });
    expect(teams.of('token')).toHaveLength(1);
  });

  it('that can’t be had for a while is asked for again when Microsoft allows', async () => {
    teams.misbehave({ on: 'token', how: { status: 429, retryAfter: '17' } });
    expect(await failure(send(text('x'), personal(), { signal }))).toMatchObject({ code: 'teams_token', retryable: true, retryAfterMs: 17_000 });
  });

  it('for a wrong password is not asked for in vain: it says what to mend', async () => {
    ({ send } = open({ TEAMS_APP_PASSWORD: 'wrong' }));
    const error = await failure(send(text('x'), personal(), { signal }));
    expect(error).toMatchObject({
      code: 'teams_token',
      retryable: false,
      lockedOut: true,
      message: 'Microsoft gave no token for Teams: 401 AADSTS7000215.',
    });
    expect(error.hint).toContain('TEAMS_APP_PASSWORD');
    expect(JSON.stringify(error)).not.toContain('wrong"');
    expect(teams.of('send')).toEqual([]);
  });

  it.each([
    ['500', { status: 500 }],
    ['429', { status: 429 }],
    ['half an answer', 'half'],
    ['a time-out', 'timeout'],
    ['a closed socket', 'close'],
    ['a drip', 'drip'],
  ] as const)('that can’t be had (%s) is tried for again, and nothing was sent', async (_, how) => {
    teams.misbehave({ on: 'token', how });
    expect(await failure(send(text('x'), personal(), { signal }))).toMatchObject({ retryable: true, maybeSent: false });
    expect(teams.of('send')).toEqual([]);
    expect(await send(text('x'), personal(), { signal })).toHaveProperty('message');
  });
});
