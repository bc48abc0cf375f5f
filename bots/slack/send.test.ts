import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../shared/channel/channel.ts';
import type { Place } from '../../shared/channel/inbound.ts';
import { wholeText } from '../../shared/command/resolve.ts';
import { SendFailed } from '../../shared/errors.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { isPng, week, year } from '../../test/any-chart.ts';
import { type SlackStandIn, slashCommand, startSlack, workspace } from '../../test/platforms/slack.ts';
import { slack } from './channel.ts';
import { renderPrompts } from './prompts.ts';

let nowMs = 1_700_000_000_000;
const clock = { now: () => nowMs };
const acceptedAt = 1_700_000_000_000;
let platform: SlackStandIn;
let channel: Channel;

beforeEach(async () => {
  nowMs = acceptedAt;
  platform = await startSlack({ clock });
  channel = opened(platform.env);
});
afterEach(() => platform.close());

function opened(env: Record<string, string>): Channel {
  const configured = slack.configure(env, { clock, random: Math.random, url: 'http://127.0.0.1:8080', env });
  if ('off' in configured) throw new Error(configured.off);
  return configured.on;
}

const mentioned: Place = {
  channel: 'slack',
  bot: 'main',
  tenant: workspace.team,
  conversation: workspace.channel,
  user: workspace.user,
  message: '1699999999.000100',
};
const { message: _, ...inChannel } = mentioned;
const bySlash = (response_url = platform.responseUrl()): Place => ({ ...inChannel, via: { response_url } });

async function send(
  answer: Reply | string,
  place: Place,
  options: { edit?: string; onlyEdit?: true; signal?: AbortSignal; acceptedAt?: number } = {},
) {
  const rendered = channel.render(typeof answer === 'string' ? reply(answer) : answer, { place, locale: 'en', timeZone: 'UTC', token: String });
  const [message] = rendered;
  if (!message) throw new Error('nothing rendered');
  return channel.send(message, place, { signal: AbortSignal.timeout(5_000), key: 'k', acceptedAt, ...options });
}
async function sendAll(answer: Reply, place: Place): Promise<void> {
  for (const message of channel.render(answer, { place, locale: 'en', timeZone: 'UTC', token: String }))
    await channel.send(JSON.parse(JSON.stringify(message)), place, { signal: AbortSignal.timeout(20_000), key: 'k', acceptedAt });
}
/** Where a slash command is answered. */
async function placeOf(body: string): Promise<Place> {
  const request = { method: 'POST', path: '/slack/commands', query: '', headers: platform.sign(body), body: Buffer.from(body) };
  const received = await channel.receive(request);
  const place = received.kind === 'inbound' ? received.inbound[0]?.place : undefined;
  if (!place) throw new Error(`expected an inbound: ${received.kind}`);
  return place;
}
async function failure(sending: Promise<unknown>): Promise<SendFailed> {
  const cause = await sending.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(cause instanceof SendFailed)) throw new Error(`expected SendFailed, got ${String(cause)}`);
  return cause;
}
const untold = () => ({ signal: AbortSignal.timeout(5_000), key: 'k', acceptedAt });
const outcomes = () => platform.calls.map(({ method, outcome }) => `${method} ${outcome}`);

describe('a chart', () => {
  it('that is too large for Slack’s own is uploaded as a picture after the text, in its thread, with words for who can’t see it', async () => {
    await sendAll(reply('All of it', { chart: year }), { ...mentioned, thread: '1699.1' });
    expect(platform.posted).toMatchObject([{ text: 'All of it', thread: '1699.1' }]);
    expect(platform.uploads).toMatchObject([
      { filename: 'chart.png', title: year.title, channel: workspace.channel, thread: '1699.1', alt: expect.stringContaining('site 1: from 100') },
    ]);
    expect(platform.uploads.map(({ bytes }) => isPng(bytes))).toEqual([true]);
  }, 20_000);

  it.each([
    ['may not upload', 'files.getUploadURLExternal', 'missing_scope'],
    ['is not in the channel', workspace.channel, 'not_in_channel'],
  ])(
    'is its numbers where the bot %s',
    async (_, subject, error) => {
      platform.refuse(subject, error);
      await sendAll(reply('', { chart: { ...year, series: year.series.slice(0, 1) } }), bySlash());
      expect(platform.uploads).toEqual([]);
      expect(JSON.stringify(platform.posted.at(-1)?.blocks)).toContain('day 99');
    },
    20_000,
  );

  it('and a long table are plain to a Slack that has neither yet', async () => {
    platform.forgetCharts();
    await sendAll(reply('Sites', { table: { columns: [{ title: 'Site' }], rows: Array.from({ length: 20 }, (_, i) => [`site ${i}`]) } }), mentioned);
    expect(outcomes()).toEqual(['chat.postMessage invalid_blocks', 'chat.postMessage ok']);
    expect(platform.posted[0]?.blocks).toEqual(expect.arrayContaining([expect.objectContaining({ type: 'table' })]));
  });

  it('is its numbers in lines to a Slack that has none yet', async () => {
    platform.forgetCharts();
    await sendAll(reply('A week', { chart: week }), mentioned);
    expect(outcomes()).toEqual(['chat.postMessage invalid_blocks', 'chat.postMessage ok']);
    expect(JSON.stringify(platform.posted[0]?.blocks)).toContain('Fri  340');
  });
});

describe('an answer', () => {
  it('to a mention is posted, named, and can be changed', async () => {
    const { message } = await send('It is up', mentioned);
    expect(platform.posted).toMatchObject([{ channel: workspace.channel, ts: message, text: 'It is up', by: 'chat.postMessage' }]);
    expect(await send('It is down', mentioned, { edit: message ?? '' })).toEqual({ message });
    expect(platform.posted).toMatchObject([{ ts: message, text: 'It is down' }]);
  });

  it('that is nothing but a change of a message is not posted anew where that is gone', async () => {
    expect(await send('It is up', mentioned, { edit: '1.1', onlyEdit: true })).toEqual({});
    expect(outcomes()).toEqual(['chat.update message_not_found']);
  });

  it('whose former message is gone is posted anew', async () => {
    expect(await send('It is up', mentioned, { edit: '1.1' })).toEqual({ message: expect.any(String) });
    expect(outcomes()).toEqual(['chat.update message_not_found', 'chat.postMessage ok']);
  });

  it('whose former message stands where the bot can no longer post reaches its person directly', async () => {
    const { message = '' } = await send('It is up', mentioned);
    platform.refuse(workspace.channel, 'is_archived');
    await send('It is down', mentioned, { edit: message });
    expect(platform.posted.at(-1)).toMatchObject({ channel: `D-${workspace.user}`, text: 'It is down' });
  });

  it('in a thread stays there', async () => {
    await send('It is up', { ...mentioned, thread: '1699999990.000001' });
    expect(platform.posted[0]).toMatchObject({ thread: '1699999990.000001' });
  });

  it('to a slash command goes by its response_url, seen by all', async () => {
    await send('It is up', bySlash());
    expect(platform.posted).toMatchObject([{ by: 'response_url', channel: workspace.channel }]);
    expect(platform.posted[0]).not.toHaveProperty('onlyFor');
  });

  it('past the fifth use of a response_url is posted', async () => {
    const place = bySlash();
    for (let i = 0; i < 6; i++) await send(`part ${i}`, place);
    expect(platform.posted.map(({ by }) => by)).toEqual([...Array(5).fill('response_url'), 'chat.postMessage']);
  });

  it('to what a slash command set off later, a reminder, tries the response_url only within its own 30 minutes', async () => {
    const place = await placeOf(slashCommand({ response_url: platform.responseUrl() }));
    nowMs += 29 * 60_000;
    await send('Soon', place, { acceptedAt: nowMs });
    nowMs += 60_000;
    await send('At last', place, { acceptedAt: nowMs });
    expect(outcomes()).toEqual(['response_url ok', 'chat.postMessage ok']);
  });

  it('30 minutes after the command no longer tries the response_url', async () => {
    const place = bySlash();
    nowMs += 30 * 60_000;
    await send('At last', place);
    expect(outcomes()).toEqual(['chat.postMessage ok']);
  });

  it('to a button is posted, so that it can be changed, and by response_url where the bot is no member', async () => {
    const place = { ...mentioned, via: { response_url: platform.responseUrl() } };
    await send('It is up', place);
    platform.refuse(workspace.channel, 'not_in_channel');
    await send('It is up', place);
    expect(outcomes()).toEqual(['chat.postMessage ok', 'chat.postMessage not_in_channel', 'response_url ok']);
    // Else Slack may put the answer in the place of the message with the button.
    expect(platform.calls.at(-1)?.args).toMatchObject({ replace_original: false });
  });

  it.each([
    'not_in_channel',
    'is_archived',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
    'cannot_reply_to_message',
  ])('reaches its person directly where the bot can not post (%s) and no response_url is left', async (error) => {
    platform.refuse(workspace.channel, error);
    expect(await send('Stretch!', inChannel)).toEqual({});
    expect(platform.posted).toMatchObject([{ channel: `D-${workspace.user}`, text: 'Stretch!' }]);
  });

  it('to a slash command between two people reaches the one who asked, long after the response_url ended', async () => {
    platform.refuse('D0777', 'channel_not_found');
    const place = await placeOf(slashCommand({ channel_id: 'D0777', channel_name: 'directmessage', response_url: platform.responseUrl('D0777') }));
    nowMs += 2 * 3_600_000;
    await send('Stretch!', place);
    expect(platform.posted).toMatchObject([{ channel: `D-${workspace.user}`, text: 'Stretch!' }]);
  });

  it('that nobody asked for says how to let the bot in', async () => {
    platform.refuse(workspace.channel, 'not_in_channel');
    const { user, ...nobody } = inChannel;
    expect(await failure(send('Alert', nobody))).toMatchObject({
      code: 'not_in_channel',
      retryable: false,
      message: 'Slack refused the message: not_in_channel.',
      hint: 'Invite the bot with /invite @bellhop.',
    });
    expect(user).toBe(workspace.user);
  });
});

describe('every way to say something', () => {
  it('asks Slack to read no names in it: chat.update would by itself', async () => {
    const { message = '' } = await send('@everyone', mentioned);
    await send('@everyone', mentioned, { edit: message });
    await send(reply('@everyone', { visibility: 'private' }), mentioned);
    await send('@everyone', bySlash());
    expect(platform.calls.map(({ method, args }) => [method, args.parse, String(args.link_names)])).toEqual(
      ['chat.postMessage', 'chat.update', 'chat.postEphemeral', 'response_url'].map((method) => [method, 'none', 'false']),
    );
  });
});

describe('a private answer', () => {
  const secret = reply('Your token', { visibility: 'private' });

  it('is ephemeral by response_url', async () => {
    await send(secret, bySlash());
    expect(platform.posted).toMatchObject([{ by: 'response_url', onlyFor: workspace.user }]);
  });

  it('is ephemeral without one, in its thread', async () => {
    await send(secret, { ...mentioned, thread: '1699999990.000001' });
    expect(platform.posted).toMatchObject([{ by: 'chat.postEphemeral', onlyFor: workspace.user, thread: '1699999990.000001' }]);
  });

  it('is never shown to all: where it can not be ephemeral it goes to the person directly', async () => {
    platform.refuse(workspace.channel, 'user_not_in_channel');
    await send(secret, mentioned);
    expect(platform.posted).toMatchObject([{ channel: `D-${workspace.user}`, by: 'chat.postMessage' }]);
  });

  it('never takes the place of a message that all see', async () => {
    const { message = '' } = await send('Working on it', mentioned);
    await send(secret, mentioned, { edit: message });
    expect(platform.posted).toMatchObject([
      { ts: message, text: 'Working on it' },
      { text: 'Your token', onlyFor: workspace.user },
    ]);
  });

  it('to a slash command between two people is seen by the one who asked alone', async () => {
    const place = await placeOf(slashCommand({ channel_id: 'D0777', channel_name: 'directmessage', response_url: platform.responseUrl('D0777') }));
    await send(secret, place);
    expect(platform.posted).toMatchObject([{ by: 'response_url', channel: 'D0777', onlyFor: workspace.user }]);
  });

  it('in a direct conversation is an ordinary message, which stays', async () => {
    await send(secret, { ...mentioned, conversation: workspace.direct, direct: true });
    expect(platform.posted).toMatchObject([{ by: 'chat.postMessage', channel: workspace.direct }]);
  });
});

describe('a response_url', () => {
  it.each([
    'https://evil.example/hook',
    'http://hooks.slack.com/x',
    'https://hooks.slack.com.evil.example/x',
    'https://a@hooks.slack.com/x',
    'file:///etc/passwd',
    'nonsense',
  ])('that is not Slack’s is never called: %s', async (response_url) => {
    await send('It is up', bySlash(response_url));
    expect(outcomes()).toEqual(['chat.postMessage ok']);
  });

  it('of another port of this machine is never called', async () => {
    let called = 0;
    const other = createServer((_request, response) => {
      called++;
      response.end('ok');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    await send('It is up', bySlash(`http://127.0.0.1:${(other.address() as AddressInfo).port}/x`));
    expect(called).toBe(0);
    await new Promise((resolve) => other.close(resolve));
  });
});

describe('a response_url that no longer leads anywhere', () => {
  it.each([403, 404, 410])('for whatever reason (%s) is given up for chat.postMessage', async (status) => {
    platform.misbehave({ kind: 'error', status });
    await send('It is up', bySlash());
    expect(platform.posted).toMatchObject([{ by: 'chat.postMessage', text: 'It is up' }]);
  });
});

describe('an image that Slack can not download', () => {
  it('is sent as a link instead', async () => {
    platform.cannotFetch('https://intern.example/x.png');
    const answer = reply('Look', { image: { url: 'https://intern.example/x.png', alt: 'the chart' } });
    for (const place of [mentioned, bySlash()]) await send(answer, place);
    expect(platform.posted).toHaveLength(2);
    for (const { blocks } of platform.posted) expect(JSON.stringify(blocks)).toContain('"text":"the chart"');
  });
});

describe('when Slack misbehaves', () => {
  const ways = [
    ['chat.postMessage', () => mentioned],
    ['response_url', () => bySlash()],
  ] as const;

  describe.each(ways)('over %s', (_method, place) => {
    it('429 is honoured, for as long as it says', async () => {
      platform.misbehave({ kind: 'limited', retryAfterS: 7 });
      expect(await failure(send('x', place()))).toMatchObject({ code: 'ratelimited', retryable: true, retryAfterMs: 7_000, maybeSent: false });
    });

    it('429 without Retry-After is tried again at our own pace', async () => {
      platform.misbehave({ kind: 'limited' });
      expect(await failure(send('x', place()))).toMatchObject({ code: 'ratelimited', retryable: true, retryAfterMs: undefined, maybeSent: false });
    });

    it('500 heals', async () => {
      platform.misbehave({ kind: 'error', status: 500 });
      expect(await failure(send('x', place()))).toMatchObject({ code: 'slack_http', retryable: true, maybeSent: false });
    });

    it.each(['closed', 'half'] as const)('an answer that is cut (%s) is maybe sent', async (kind) => {
      platform.misbehave({ kind });
      expect(await failure(send('x', place()))).toMatchObject({ code: 'slack_unreachable', retryable: true, maybeSent: true });
    });

    it.each(['silent', 'silent-after', 'drip'] as const)('an answer that does not end (%s) ends with the signal, maybe sent', async (kind) => {
      platform.misbehave({ kind });
      const ending = new AbortController();
      const sending = failure(send('x', place(), { signal: ending.signal }));
      while (platform.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
      ending.abort();
      expect(await sending).toMatchObject({ retryable: true, maybeSent: true });
    });

    it('is called once for one send: the queue repeats, not the client', async () => {
      platform.misbehave({ kind: 'error', status: 503 }, 5);
      await failure(send('x', place()));
      expect(platform.calls).toHaveLength(1);
    });
  });

  it('a page of the guest network is no answer', async () => {
    platform.misbehave({ kind: 'nonsense' });
    expect(await failure(send('x', mentioned))).toMatchObject({ code: 'slack_unreachable', retryable: true });
  });

  it('no connection is surely not sent', async () => {
    const unused = await freePort();
    channel = opened({ ...platform.env, SLACK_API_URL: `http://127.0.0.1:${unused}/api/` });
    for (const place of [inChannel, bySlash(`http://127.0.0.1:${unused}/respond`)])
      expect(await failure(send('x', place))).toMatchObject({ code: 'slack_unreachable', retryable: true, maybeSent: false });
  });

  it('what flies meanwhile is not held up', async () => {
    platform.misbehave({ kind: 'silent' });
    const ending = new AbortController();
    const stuck = failure(send('stuck', mentioned, { signal: ending.signal }));
    while (platform.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await send('free', { ...mentioned, conversation: 'C0002' });
    expect(platform.posted).toMatchObject([{ channel: 'C0002', text: 'free' }]);
    ending.abort();
    expect(await stuck).toMatchObject({ maybeSent: true });
  });

  it('faster than 1 a second in a channel is refused with Retry-After', async () => {
    await platform.close();
    platform = await startSlack({ clock, rates: 'strict' });
    channel = opened(platform.env);
    await send('one', mentioned);
    expect(await failure(send('two', mentioned))).toMatchObject({ code: 'ratelimited', retryAfterMs: 1_000 });
    nowMs += 1_000;
    await send('two', mentioned);
    expect(platform.posted).toHaveLength(2);
  });

  it.each([
    ['token_revoked', /reinstall/],
    ['msg_too_long', /longer than Slack takes/],
    ['restricted_action_read_only_channel', /read-only/],
    ['missing_scope', /OAuth & Permissions/],
    ['a_word_from_the_future', /docs\.slack\.dev/],
  ])('%s ends in a dead letter with its mend', async (error, mend) => {
    for (const channel of [workspace.channel, workspace.user]) platform.refuse(channel, error);
    const failed = await failure(send('x', mentioned));
    expect(failed).toMatchObject({ retryable: false, maybeSent: false, hint: expect.stringMatching(mend) });
    expect(failed.message).toContain(error);
  });

  it.each(['internal_error', 'fatal_error', 'service_unavailable', 'ratelimited'])('%s is tried again', async (error) => {
    platform.refuse(workspace.channel, error);
    expect(await failure(send('x', mentioned))).toMatchObject({ retryable: true });
  });
});

describe('the Messages tab', () => {
  const tab: Place = { ...inChannel, conversation: workspace.direct, direct: true, via: { view: 'messages' } };
  const say = (line: string) => ({ label: `Do ${line}`, command: line, args: line === 'help' ? {} : { [wholeText]: `${line} it` } });
  const offer = reply('What you can say', { actions: ['a', 'b', 'c', 'd', 'help'].map(say) });

  it('has four prompts above it, the way to the rest always among them, and no message', async () => {
    expect(await send(offer, tab)).toEqual({});
    expect(platform.prompts.get(workspace.direct)).toEqual([
      ...['a', 'b', 'c'].map((line) => ({ title: `Do ${line}`, message: `${line} it` })),
      { title: 'Do help', message: 'help' },
    ]);
    expect(platform.posted).toEqual([]);
  });

  it('of an app that is no agent has none, and nothing fails', async () => {
    platform.allow('chat:write,commands');
    await send(offer, tab);
    expect(outcomes()).toEqual(['assistant.threads.setSuggestedPrompts missing_scope']);
    await send('It failed.', tab);
    expect(outcomes()).toHaveLength(1);
  });

  it('is tried again where Slack takes no more just now, and a token that is refused is told', async () => {
    platform.misbehave({ kind: 'error', status: 500 });
    expect(await failure(send(offer, tab))).toMatchObject({ retryable: true });
    expect(await failure(opened({ ...platform.env, SLACK_BOT_TOKEN: 'xoxb-wrong' }).send(renderPrompts(offer), tab, untold()))).toMatchObject({
      lockedOut: true,
    });
  });
});

describe('while a command runs', () => {
  const options = () => ({ signal: AbortSignal.timeout(5_000) });
  const direct: Place = { ...mentioned, conversation: workspace.direct, direct: true };

  it('Slack says so below what was said in the Messages tab, or in a thread', async () => {
    await channel.working?.(direct, 'is working on check…', options());
    await channel.working?.({ ...mentioned, thread: '1699.1' }, 'is working on check…', options());
    expect(platform.statuses).toEqual([
      { channel: workspace.direct, thread: mentioned.message, status: 'is working on check…' },
      { channel: workspace.channel, thread: '1699.1', status: 'is working on check…' },
    ]);
  });

  it('says nothing where that would have no place, or was asked aside', async () => {
    for (const place of [mentioned, inChannel, { ...direct, aside: true }]) await channel.working?.(place, 'is working', options());
    expect(platform.calls).toEqual([]);
  });
});

describe('asking Slack', () => {
  let signal = AbortSignal.timeout(0);
  beforeEach(() => {
    signal = AbortSignal.timeout(5_000);
  });

  it('for a person gives name, zone and locale', async () => {
    expect(await channel.profile?.(mentioned, workspace.user, signal)).toEqual({ name: 'Ada Lovelace', timeZone: 'Europe/London', locale: 'en-GB' });
    await expect(channel.profile?.(mentioned, 'U404', signal)).rejects.toMatchObject({ code: 'user_not_found' });
  });

  it('whether all is right', async () => {
    expect(await channel.probe?.(signal)).toEqual({ ok: true, detail: '@bellhop in Example, with every scope it needs.' });
  });

  it('names the scopes that lack', async () => {
    platform.allow('chat:write,commands');
    expect(await channel.probe?.(signal)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('app_mentions:read, files:write, im:history'),
      hint: expect.stringContaining('reinstall'),
    });
  });

  it('names the token that is wrong, and not its value', async () => {
    const found = await opened({ ...platform.env, SLACK_BOT_TOKEN: 'xoxb-wrong' }).probe?.(signal);
    expect(found).toMatchObject({ ok: false, detail: expect.stringContaining('SLACK_BOT_TOKEN'), hint: expect.stringContaining('copy it again') });
    expect(JSON.stringify(found)).not.toContain('xoxb-wrong');
  });

  it('names the app token that is wrong', async () => {
    const found = await opened({ ...platform.socketEnv, SLACK_APP_TOKEN: 'xapp-wrong' }).probe?.(signal);
    expect(found).toMatchObject({ ok: false, detail: expect.stringContaining('SLACK_APP_TOKEN') });
  });
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a file', () => {
  const report = {
    name: 'report.csv',
    mediaType: 'text/csv',
    blob: 'files/c/0/report.csv',
    bytes: 3,
    url: 'https://bot.example/blobs?key=x',
    endsAt: 9e12,
  };
  const notes = () => {
    let noted: string | null = null;
    return {
      read: async () => noted,
      async write(note: string) {
        noted = note;
      },
    };
  };
  const sendFile = (place: Place, kept = notes(), file = async () => Buffer.from('a,b')) => {
    const message = channel.render(reply('Here', { file: report }), { place, locale: 'en', timeZone: 'UTC', token: String }).at(-1);
    if (!message) throw new Error('nothing rendered');
    return channel.send(JSON.parse(JSON.stringify(message)), place, { signal: AbortSignal.timeout(5_000), key: 'k', acceptedAt, file, notes: kept });
  };

  it('is uploaded into its conversation', async () => {
    await sendFile(mentioned);
    expect(platform.uploads).toMatchObject([{ filename: 'report.csv', title: 'report.csv', bytes: Buffer.from('a,b'), channel: workspace.channel }]);
  });

  it('whose upload was done, though its answer never came, is not shown twice', async () => {
    const kept = notes();
    platform.misbehaveAt('files.completeUploadExternal', { kind: 'half' });
    expect((await failure(sendFile(mentioned, kept))).retryable).toBe(true);
    expect(platform.uploads).toHaveLength(1);
    await sendFile(mentioned, kept);
    expect(platform.uploads).toHaveLength(1);
  });

  it('that broke off before it was shown is uploaded anew', async () => {
    const kept = notes();
    platform.misbehaveAt('files.completeUploadExternal', { kind: 'closed' });
    await failure(sendFile(mentioned, kept));
    await sendFile(mentioned, kept);
    expect(platform.uploads).toHaveLength(1);
  });

  it('that is kept no more, or may not be uploaded, is a link', async () => {
    await sendFile(mentioned, notes(), () => Promise.reject(new SendFailed('answer_file_gone', 'Gone.')));
    platform.refuse('files.getUploadURLExternal', 'missing_scope');
    await sendFile(mentioned);
    expect(platform.posted.map(({ blocks }) => JSON.stringify(blocks).includes(report.url))).toEqual([true, true]);
  });

  it('for one person among others is a link that they alone see', () => {
    const shown = channel.render(reply('Here', { file: report, visibility: 'private' }), {
      place: mentioned,
      locale: 'en',
      timeZone: 'UTC',
      token: String,
    });
    expect(shown).toMatchObject([{ response_type: 'ephemeral' }]);
    expect(JSON.stringify(shown)).toContain(report.url);
  });
});
