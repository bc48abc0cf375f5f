import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpRequest, Receive, Received } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { publicIssuer } from '../../test/platforms/teams/issuer.ts';
import { ann, bob, conversations, tenantId } from '../../test/platforms/teams/says.ts';
import { startTeams, type TeamsPlatform } from '../../test/platforms/teams.ts';
import { teamsReceive } from './receive.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const clock = { now: () => now };
let teams: TeamsPlatform;
let receive: Receive;

const open = (serviceUrls: readonly string[]) =>
  teamsReceive({ appId: teams.appId, issuer: publicIssuer, metadataUrl: teams.env.TEAMS_OPENID_METADATA_URL ?? '', serviceUrls, clock, fetch });

beforeAll(async () => {
  teams = await startTeams({ now: () => now });
  receive = open([teams.url]);
});
afterAll(() => teams.close());

const tell = (activity: unknown): Promise<Received> => Promise.resolve(receive(teams.request(activity)));
async function one(activity: unknown): Promise<Inbound> {
  const received = await tell(activity);
  if (received.kind !== 'inbound' || !received.inbound[0]) throw new Error(`expected an inbound, got ${JSON.stringify(received)}`);
  return received.inbound[0];
}
const reasonOf = (received: Received) => (received.kind === 'refused' ? `${received.ack.status} ${received.reason}` : received.kind);

describe('a message', () => {
  it('to the bot alone is addressed, and carries all that an answer needs', async () => {
    expect(await one(teams.says.message('m1', 'check example.com', { timestamp: '2026-03-01T11:59:58.123Z' }))).toEqual({
      key: expect.stringMatching(`^message:m1:[\\w-]{22}@${conversations.personal.id}$`),
      place: {
        channel: 'teams',
        bot: 'main',
        tenant: tenantId,
        conversation: conversations.personal.id,
        message: 'm1',
        direct: true,
        user: ann.aadObjectId,
        via: { serviceUrl: teams.serviceUrl, botId: `28:${teams.appId}`, conversationType: 'personal', userId: ann.id },
      },
      from: { user: ann.aadObjectId, name: 'Ann' },
      said: { kind: 'text', text: 'check example.com' },
      locale: 'en-GB',
      timeZone: 'Europe/Berlin',
      saidAt: Date.parse('2026-03-01T11:59:58.123Z'),
    });
  });

  it('in a channel is taken without our mention, and answered in its thread', async () => {
    const inbound = await one(teams.says.mention('m2', 'check example.com'));
    expect(inbound.said).toEqual({ kind: 'text', text: 'check example.com' });
    expect(inbound.place).toMatchObject({ conversation: '19:channel@thread.tacv2', thread: '1700000000000' });
    expect(inbound.place.direct).toBeUndefined();
  });

  it('in a group chat is taken although its mention comes without text', async () => {
    const entities = [{ type: 'mention', mentioned: { id: `28:${teams.appId}`, name: 'Bellhop' } }];
    expect((await one(teams.says.mention('m3', 'help', { conversation: conversations.group, entities }))).said).toEqual({
      kind: 'text',
      text: 'help',
    });
  });

  it.each([
    ['first', '<at>Bellhop</at> check a.example', 'check a.example'],
    ['last', 'check a.example <at>Bellhop</at>', 'check a.example'],
    ['with no-break spaces', '<at>Bellhop</at>\u00a0check&nbsp;a.example\u00a0', 'check a.example'],
    ['between lines', '\r\n<at>Bellhop</at> check a.example\r\n', 'check a.example'],
    ['alone', '<at>Bellhop</at>', ''],
    ['twice', '<at>Bellhop</at> <at>Bellhop</at> check a.example', 'check a.example'],
    ['after what it quotes', '<quoted messageId="1778622003149"/> <at>Bellhop</at> check a.example', 'check a.example'],
    ['with what looks like markup', '<at>Bellhop</at> say a <b> & c', 'say a <b> & c'],
  ])('loses our mention when it stands %s', async (_, text, words) => {
    expect((await one(teams.says.mention('m4', '', { text }))).said).toEqual({ kind: 'text', text: words });
  });

  it('keeps other people who are mentioned, by name', async () => {
    const entities = [
      { type: 'mention', mentioned: { id: `28:${teams.appId}`, name: 'Bellhop' }, text: '<at>Bellhop</at>' },
      { type: 'mention', mentioned: bob, text: '<at>Bob</at>' },
    ];
    const inbound = await one(teams.says.mention('m5', '', { text: '<at>Bellhop</at> role grant <at>Bob</at> operator', entities }));
    expect(inbound.said).toEqual({ kind: 'text', text: 'role grant Bob operator' });
  });

  it('loses the marks of what it quotes: Teams puts one into the text for each message that is answered', async () => {
    const entities = [{ type: 'quotedReply', quotedReply: { messageId: '1778622003149', preview: 'When?' } }];
    const text = '<quoted messageId="1778622003149"/> tomorrow at 9<quoted messageId="2"/>';
    expect((await one(teams.says.message('m17', text, { entities }))).said).toEqual({ kind: 'text', text: 'tomorrow at 9' });
  });

  it('with words set in bold, or a picture, is what is written in it: the HTML beside it is not read', async () => {
    const attachments = [{ contentType: 'text/html', content: '<div>check <strong>a.example</strong><script>x</script></div>' }];
    expect((await one(teams.says.message('m18', 'check a.example', { attachments }))).said).toEqual({ kind: 'text', text: 'check a.example' });
    expect((await one(teams.says.message('m19', '', { attachments, text: undefined }))).said).toEqual({ kind: 'text', text: '' });
  });

  it('of a kind of conversation that nobody has heard of is taken when it mentions us, and the kind is not kept', async () => {
    const conversation = { ...conversations.group, conversationType: 'x'.repeat(100_000) };
    expect((await tell(teams.says.message('m20', 'help', { conversation }))).kind).toBe('nothing');
    const { place } = await one(teams.says.mention('m21', 'help', { conversation }));
    expect(JSON.stringify(place).length).toBeLessThan(1_000);
  });

  it('with a hundred mentions of a letter is read in no time', async () => {
    const mentioned = { id: '29:x', name: 'a'.repeat(200) };
    const entities = [{ type: 'mention', mentioned: { id: `28:${teams.appId}` } }, ...Array(99).fill({ type: 'mention', mentioned, text: 'a' })];
    const startedAt = performance.now();
    const { said } = await one(teams.says.mention('m22', '', { text: 'a'.repeat(500_000), entities }));
    expect(said.kind === 'text' ? said.text.length : 0).toBeLessThan(30_000);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it('in a group that mentions others, or nobody, is none of our business', async () => {
    const entities = [{ type: 'mention', mentioned: bob, text: '<at>Bob</at>' }];
    expect((await tell(teams.says.mention('m6', 'check', { entities }))).kind).toBe('nothing');
    expect((await tell(teams.says.mention('m7', 'check', { entities: [] }))).kind).toBe('nothing');
    expect((await tell(teams.says.mention('m8', 'check', { entities: null, conversation: conversations.group }))).kind).toBe('nothing');
  });

  it.each([
    ['ourselves', () => ({ from: { id: `28:${teams.appId}`, name: 'Bellhop' } })],
    ['another bot', () => ({ from: { id: '28:another', name: 'Other' } })],
    ['something with the role of a bot', () => ({ from: { ...ann, role: 'bot' } })],
  ])('of %s is ignored', async (_, over) => {
    expect((await tell(teams.says.message('m9', 'check', over()))).kind).toBe('nothing');
  });

  it('names a person by their directory id in every conversation, by their Teams id without one', async () => {
    expect((await one(teams.says.message('m10', 'x', { from: { id: '29:1-guest' } }))).from).toEqual({ user: '29:1-guest' });
  });

  it('from the future was said now', async () => {
    expect((await one(teams.says.message('m11', 'x', { timestamp: '2027-01-01T00:00:00Z' }))).saidAt).toBe(now);
    expect((await one(teams.says.message('m12', 'x', { timestamp: 'yesterday' }))).saidAt).toBe(now);
  });

  it('leaves out a locale and a zone that are none', async () => {
    const inbound = await one(teams.says.message('m13', 'x', { locale: '<b>', localTimezone: 'Mars/Olympus', entities: [] }));
    expect(inbound).not.toHaveProperty('locale');
    expect(inbound).not.toHaveProperty('timeZone');
  });

  it('without an id or a sender is no message', async () => {
    expect(reasonOf(await tell(teams.says.message('m14', 'x', { id: undefined })))).toBe('400 malformed');
    expect(reasonOf(await tell(teams.says.message('m15', 'x', { from: null })))).toBe('400 malformed');
  });

  it('with lone surrogates and NUL is kept as text that can be stored', async () => {
    const { said } = await one(teams.says.message('m16', 'a\ud800b\u0000c'));
    expect(said).toEqual({ kind: 'text', text: 'a\ufffdb\u0000c' });
  });
});

describe('a message that is edited', () => {
  const keyOf = async (activity: unknown) => (await one(activity)).key;

  it('is said anew when its words changed, told once or twice', async () => {
    const edited = await one(teams.says.edited('m1', 'check example.com'));
    expect(edited.said).toEqual({ kind: 'text', text: 'check example.com' });
    expect(edited.place).toEqual((await one(teams.says.message('m1', 'chek example.com'))).place);
    expect(edited.key).not.toBe(await keyOf(teams.says.message('m1', 'chek example.com')));
    expect(edited.key).toBe(await keyOf(teams.says.edited('m1', 'check example.com')));
  });

  it('is the same message while its words are the same: a preview was taken off, or a word set in bold', async () => {
    expect(await keyOf(teams.says.edited('m1', 'check example.com'))).toBe(await keyOf(teams.says.message('m1', 'check example.com')));
  });

  it('in a channel still has to mention us', async () => {
    const { conversation, entities } = teams.says.mention('m2', 'help');
    const text = '<at>Bellhop</at> check example.com';
    expect((await one(teams.says.edited('m2', '', { text, conversation, entities }))).said).toEqual({ kind: 'text', text: 'check example.com' });
    expect((await tell(teams.says.edited('m2', 'check example.com', { conversation }))).kind).toBe('nothing');
  });

  it.each([
    ['that comes back after it was deleted', { channelData: { eventType: 'undeleteMessage' } }],
    ['of a kind we don’t know', { channelData: {} }],
    ['without words', { text: undefined }],
    ['of ours', { from: { id: `28:another`, name: 'Other' } }],
  ])('%s asks for nothing', async (_, over) => {
    expect(await tell(teams.says.edited('m3', 'check example.com', over))).toEqual({ kind: 'nothing', ack: { status: 200 } });
  });
});

describe('a pressed button', () => {
  it('of Action.Submit is an action, in a group too, and names the card it stood on', async () => {
    const inbound = await one(teams.says.submit('s1', 'check|site=a.example', { conversation: conversations.channel }));
    expect(inbound.said).toEqual({ kind: 'action', token: 'check|site=a.example' });
    expect(inbound.place).toMatchObject({ message: 'card-1', thread: '1700000000000' });
    expect(inbound.key).toBe(`press:card-1:s1@${conversations.channel.id}`);
  });

  it('of Action.Execute is an action, answered in the response', async () => {
    const received = await tell(teams.says.execute('x1', 'check|site=a.example'));
    if (received.kind !== 'inbound') throw new Error(received.kind);
    expect(received.inbound[0]?.said).toEqual({ kind: 'action', token: 'check|site=a.example' });
    expect(received.ack.status).toBe(200);
    expect(JSON.parse(received.ack.body ?? '')).toEqual({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'On it.' });
  });

  it.each([
    ['that refreshes a card by itself', { trigger: 'automatic', action: { data: { bellhop: 'check' } } }],
    ['without a token', { action: { data: {} } }],
    ['without data', { action: {} }],
    ['that is no object', 'value'],
    ['with an endless token', { action: { data: { bellhop: 'x'.repeat(5_000) } } }],
  ])('of Action.Execute %s is answered with an error in its own form', async (_, value) => {
    const received = await tell(teams.says.execute('x2', '', { value }));
    if (received.kind !== 'nothing') throw new Error(received.kind);
    expect(received.ack.status).toBe(200);
    expect(JSON.parse(received.ack.body ?? '')).toMatchObject({ statusCode: 400, type: 'application/vnd.microsoft.error' });
  });

  it('of a card that isn’t ours says nothing to us', async () => {
    expect((await tell(teams.says.submit('s2', '', { value: { other: 1 } }))).kind).toBe('nothing');
    expect((await tell(teams.says.submit('s3', '', { value: { bellhop: 7 } }))).kind).toBe('nothing');
  });

  it('is told apart from another press by its id, once it was kept', async () => {
    const keys: (string | undefined)[] = [];
    for (const id of ['s4', 's4', 's5']) {
      const received = await tell(teams.says.submit(id, 'check'));
      if (received.kind !== 'inbound') throw new Error(received.kind);
      keys.push(received.inbound[0]?.key);
      received.kept?.();
    }
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });
});

describe('a press that Teams tells again under new ids, because our answer was late', () => {
  it.each([
    ['an Action.Execute', (id: string) => teams.says.execute(id, 'check|site=late.example')],
    ['an Action.Submit', (id: string) => teams.says.submit(id, 'check|site=late.example')],
  ])('is one press: %s', async (_, press) => {
    const receive = open([teams.url]);
    const tell = async (id: string) => {
      const received = await receive(teams.request(press(id)));
      if (received.kind !== 'inbound') throw new Error(received.kind);
      return { key: received.inbound[0]?.key, kept: received.kept };
    };
    const first = await tell('t1');
    expect((await tell('t2')).key).toBe(first.key);
    const third = await tell('t3');
    expect(third.key).toBe(first.key);
    third.kept?.();
    expect((await tell('t4')).key).not.toBe(first.key);
  });
});

describe('an installation', () => {
  const bot = () => `28:${teams.appId}`;

  it('is welcomed once, though Teams tells of it twice', async () => {
    const update = await one(teams.says.added([ann.id, bot()]));
    const installed = await one(teams.says.installed('add'));
    expect(update.said).toEqual({ kind: 'event', event: 'welcome' });
    expect(installed.key).toBe(update.key);
  });

  it('has one welcome per conversation', async () => {
    const here = await one(teams.says.added([bot()]));
    const there = await one(teams.says.added([bot()], { conversation: { ...conversations.channel, id: '19:channel@thread.tacv2' } }));
    const thread = await one(teams.says.installed('add', { conversation: conversations.channel }));
    expect(there.key).not.toBe(here.key);
    expect(thread.key).toBe(there.key);
  });

  it.each([
    ['of other people', () => teams.says.added([ann.id, bob.id])],
    ['that ends', () => teams.says.installed('remove')],
    ['of a newer version', () => teams.says.installed('add-upgrade')],
    ['without members', () => teams.says.event('conversationUpdate')],
  ])('%s is no welcome', async (_, activity) => {
    expect((await tell(activity())).kind).toBe('nothing');
  });
});

describe('what asks for nothing', () => {
  it.each(['typing', 'messageReaction', 'messageUpdate', 'messageDelete', 'event', 'endOfConversation', 'somethingNew'])(
    '(%s) is taken and forgotten',
    async (type) => {
      expect(await tell(teams.says.event(type, { text: 'check example.com' }))).toEqual({ kind: 'nothing', ack: { status: 200 } });
    },
  );

  it('is answered 501 when it is an invoke we don’t know', async () => {
    for (const name of ['task/fetch', 'composeExtension/query', 'toString', '']) {
      expect(await tell(teams.says.invoke(name))).toEqual({ kind: 'nothing', ack: { status: 501 } });
    }
  });
});

describe('a delivery is refused', () => {
  const refusal = async (request: HttpRequest, by = receive) => reasonOf(await by(request));
  const said = () => teams.says.message('m1', 'check');

  it('without a token, and says so in JSON', async () => {
    const received = await receive({ ...teams.request(said()), headers: {} });
    expect(reasonOf(received)).toBe('401 no_token');
    expect(JSON.parse(received.kind === 'refused' ? (received.ack.body ?? '') : '')).toMatchObject({ error: { code: 'no_token' } });
  });

  it('when its service URL isn’t the one that was signed', async () => {
    const serviceUrl = `${teams.url}/amer/`;
    expect(await refusal(teams.request({ ...said(), serviceUrl }))).toBe('401 wrong_service_url');
    expect(await refusal(teams.request({ ...said(), serviceUrl }, { claims: { serviceurl: serviceUrl } }))).toBe('inbound');
  });

  it('when its service URL differs only by a slash or a letter’s case it isn’t', async () => {
    const signed = { claims: { serviceurl: `${teams.url.toUpperCase()}/emea` } };
    expect(await refusal(teams.request(said(), signed))).toBe('inbound');
  });

  it('when its service URL isn’t allowed, however well it is signed', async () => {
    for (const serviceUrl of [
      'https://evil.example/emea/',
      'http://smba.trafficmanager.net/emea/',
      'https://smba.trafficmanager.net.evil.example/',
      'https://smba.trafficmanager.net@evil.example/',
      'https://user:pass@smba.trafficmanager.net/',
      'https://smba.trafficmanager.net:8443/',
      'javascript:alert(1)',
      '',
    ]) {
      expect(await refusal(teams.request({ ...said(), serviceUrl }, { claims: { serviceurl: serviceUrl } })), serviceUrl).toBe(
        '401 wrong_service_url',
      );
    }
  });

  it('when its service URL is at an allowed origin and brings a user name, a query or a fragment', async () => {
    const host = teams.url.replace('http://', '');
    for (const serviceUrl of [`http://user:pass@${host}/emea/`, `http://user@${host}/emea/`, `${teams.url}/emea/?to=x`, `${teams.url}/emea/#x`]) {
      expect(await refusal(teams.request({ ...said(), serviceUrl }, { claims: { serviceurl: serviceUrl } })), serviceUrl).toBe(
        '401 wrong_service_url',
      );
    }
  });

  it('from loopback unless loopback is named', async () => {
    const strict = open(['https://smba.trafficmanager.net']);
    expect(await refusal(teams.request(said()), strict)).toBe('401 wrong_service_url');
    const serviceUrl = 'https://smba.trafficmanager.net/emea/';
    expect(await refusal(teams.request({ ...said(), serviceUrl }, { claims: { serviceurl: serviceUrl } }), strict)).toBe('inbound');
  });

  it('when it comes from another channel, or a key that may not sign for Teams', async () => {
    expect(await refusal(teams.request({ ...said(), channelId: 'emulator' }))).toBe('401 wrong_channel');
    const other = await startTeams({ now: () => now });
    other.issuer.rotate({ endorsements: ['webchat'] });
    const theirs = teamsReceive({
      appId: other.appId,
      issuer: publicIssuer,
      metadataUrl: other.env.TEAMS_OPENID_METADATA_URL ?? '',
      serviceUrls: [other.url],
      clock,
      fetch,
    });
    expect(await refusal(other.request(other.says.message('m', 'x')), theirs)).toBe('401 not_endorsed');
    await other.close();
  });

  it('with 503 and when to come again while the keys can’t be had', async () => {
    const received = await teamsReceive({
      appId: teams.appId,
      issuer: publicIssuer,
      metadataUrl: 'http://127.0.0.1:1/',
      serviceUrls: [teams.url],
      clock,
      fetch,
    })(teams.request(said()));
    expect(received).toMatchObject({ kind: 'refused', reason: 'unavailable', ack: { status: 503, headers: { 'retry-after': '5' } } });
  });

  it('when its body is no activity', async () => {
    for (const body of ['', 'null', '7', '[]', '{}', '{"type":"message"}', '['.repeat(20_000), '\u0000']) {
      expect(await refusal(teams.request(Buffer.from(body))), body.slice(0, 20)).toBe('400 malformed');
    }
  });
});

it('answers a second delivery under the same token without waiting', async () => {
  const request = teams.request(teams.says.message('m1', 'check'));
  await receive(request);
  expect(receive(request)).not.toBeInstanceOf(Promise);
});
