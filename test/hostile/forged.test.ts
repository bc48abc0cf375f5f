import { createHmac, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Door, doorNamed, doorNames, doorsOf, type Headers, post } from './doors.ts';
import { quiet } from './witness.ts';
import { type World, world } from './world.ts';

let bellhop: World;
let doors: readonly Door[];
beforeAll(async () => {
  bellhop = await world();
  doors = doorsOf(bellhop);
});
afterAll(() => bellhop.close());

const minutes = 60_000;
const strange = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** Each way to forge a delivery of Slack's. */
const slackForgeries: Readonly<Record<string, (body: Buffer, world: World) => Headers>> = {
  'no signature': () => ({}),
  'an empty signature': (body, { slack }) => ({ ...slack.sign(body), 'x-slack-signature': '' }),
  'no timestamp': (body, { slack }) => ({ 'x-slack-signature': slack.sign(body)['x-slack-signature'] ?? '' }),
  'a signature of other bytes': (_, { slack }) => slack.sign('{}'),
  'a stale signature': (body, { slack, clock }) => slack.sign(body, clock.now() - 6 * minutes),
  'a future signature': (body, { slack, clock }) => slack.sign(body, clock.now() + 6 * minutes),
  'a stale signature under a fresh timestamp': (body, { slack, clock }) => ({
    ...slack.sign(body, clock.now() - 6 * minutes),
    'x-slack-request-timestamp': slack.sign(body)['x-slack-request-timestamp'] ?? '',
  }),
  'a timestamp that is no number': (body, { slack }) => ({ ...slack.sign(body), 'x-slack-request-timestamp': '1e9' }),
  'a timestamp beyond all': (body, { slack }) => ({ ...slack.sign(body), 'x-slack-request-timestamp': '9'.repeat(400) }),
  'another secret': (body, { clock }) => {
    const timestamp = String(Math.floor(clock.now() / 1_000));
    const signature = createHmac('sha256', 'another').update(`v0:${timestamp}:`).update(body).digest('hex');
    return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
  },
  'a signature in capitals': (body, { slack }) => {
    const signed = slack.sign(body);
    return { ...signed, 'x-slack-signature': (signed['x-slack-signature'] ?? '').toUpperCase() };
  },
  'a signature cut short': (body, { slack }) => {
    const signed = slack.sign(body);
    return { ...signed, 'x-slack-signature': (signed['x-slack-signature'] ?? '').slice(0, -1) };
  },
  'a signature of letters beyond ASCII': (body, { slack }) => ({ ...slack.sign(body), 'x-slack-signature': `v0=${'é'.repeat(64)}` }),
};

const telegramSecret = 'x-telegram-bot-api-secret-token';
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
const seconds = (world: World, ms: number) => Math.floor((world.clock.now() + ms) / 1_000);

const forgeries: Readonly<Record<(typeof doorNames)[number], Readonly<Record<string, (body: Buffer, world: World) => Headers>>>> = {
  'Slack events': slackForgeries,
  'Slack commands': slackForgeries,
  'Slack interactions': slackForgeries,
  Telegram: {
    'no secret': () => ({}),
    'an empty secret': () => ({ [telegramSecret]: '' }),
    'another secret': () => ({ [telegramSecret]: 'stand-in_secret-2' }),
    'half the secret': (_, { telegram }) => ({ [telegramSecret]: (telegram.headers[telegramSecret] ?? '').slice(0, 8) }),
    'the secret twice': (_, { telegram }) => ({ [telegramSecret]: `${telegram.headers[telegramSecret]}, ${telegram.headers[telegramSecret]}` }),
  },
  Teams: {
    'no token': () => ({}),
    'another scheme': (_, { teams }) => ({ authorization: `Basic ${teams.issuer.token()}` }),
    'a token without dots': () => bearer('abc'),
    'a token of 20,000 characters': () => bearer('a'.repeat(14_000)),
    'a token signed by a stranger': (_, { teams }) => bearer(teams.issuer.token({ key: strange })),
    'a token without signature': (_, { teams }) => bearer(teams.issuer.token({ header: { alg: 'none' } }).replace(/[^.]*$/, '')),
    'a token signed with HS256': (_, { teams }) => bearer(teams.issuer.token({ header: { alg: 'HS256' } })),
    'a key that nobody knows': (_, { teams }) => bearer(teams.issuer.token({ header: { kid: 'nobody' } })),
    'a token that has ended': (_, world) => bearer(world.teams.issuer.token({ claims: { exp: seconds(world, -6 * minutes) } })),
    'a token that never ends': (_, { teams }) => bearer(teams.issuer.token({ claims: { exp: undefined } })),
    'a token of the future': (_, world) => bearer(world.teams.issuer.token({ claims: { nbf: seconds(world, 6 * minutes) } })),
    'a token for another bot': (_, { teams }) => bearer(teams.issuer.token({ claims: { aud: 'another' } })),
    'a token of the emulator': (_, { teams }) => bearer(teams.issuer.token({ claims: { iss: 'https://sts.windows.net/x/' } })),
    'a token for another service': (_, { teams }) => bearer(teams.issuer.token({ claims: { serviceurl: 'https://smba.example.com/' } })),
    'a claim said twice': (_, { teams }) =>
      bearer(teams.issuer.token({ claimsText: `{"iss":"https://api.botframework.com","iss":"x","aud":"${teams.appId}","exp":9999999999}` })),
  },
  Messenger: {
    'no signature': () => ({}),
    'an empty signature': () => ({ 'x-hub-signature-256': '' }),
    'the old signature alone': () => ({ 'x-hub-signature': `sha1=${'0'.repeat(40)}` }),
    'a signature of other bytes': (_, { messenger }) => messenger.sign(Buffer.from('{}')),
    'another secret': (body) => ({ 'x-hub-signature-256': `sha256=${createHmac('sha256', 'another').update(body).digest('hex')}` }),
    'a signature in capitals': (body, { messenger }) => ({
      'x-hub-signature-256': (messenger.sign(body)['x-hub-signature-256'] ?? '').toUpperCase(),
    }),
    'a signature cut short': (body, { messenger }) => ({ 'x-hub-signature-256': (messenger.sign(body)['x-hub-signature-256'] ?? '').slice(0, -1) }),
    'a signature of letters beyond ASCII': () => ({ 'x-hub-signature-256': `sha256=${'é'.repeat(64)}` }),
  },
  SMS: {
    'no signature': () => ({}),
    'an empty signature': () => ({ 'x-twilio-signature': '' }),
    'a signature of other bytes': (_, { sms }) => sms.sign(Buffer.from('a=1')),
    'a signature of the bytes alone': (body, { sms }) => ({
      'x-twilio-signature': createHmac('sha1', sms.env.TWILIO_AUTH_TOKEN).update(body).digest('base64'),
    }),
    'another secret': (body) => ({ 'x-twilio-signature': createHmac('sha1', 'another').update(body).digest('base64') }),
    'a signature cut short': (body, { sms }) => ({ 'x-twilio-signature': (sms.sign(body)['x-twilio-signature'] ?? '').slice(0, -1) }),
    'a signature of letters beyond ASCII': () => ({ 'x-twilio-signature': 'é'.repeat(28) }),
    'a proxy that says it is elsewhere': (body, { sms }) => ({
      'x-twilio-signature': createHmac('sha1', sms.env.TWILIO_AUTH_TOKEN).update(`https://evil.example/sms/webhook${body}`).digest('base64'),
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    }),
  },
  Email: {
    'no token': () => ({}),
    'an empty token': () => bearer(''),
    'half the token': (_, { email }) => bearer(email.env.EMAIL_WEBHOOK_TOKEN.slice(0, 8)),
    'the token and more': (_, { email }) => bearer(`${email.env.EMAIL_WEBHOOK_TOKEN}x`),
    'the token as another scheme': (_, { email }) => ({ authorization: `Token ${email.env.EMAIL_WEBHOOK_TOKEN}` }),
    'the token as a name': (_, { email }) => ({ authorization: `Basic ${Buffer.from(`${email.env.EMAIL_WEBHOOK_TOKEN}:`).toString('base64')}` }),
    'a token of letters beyond ASCII': () => bearer('é'.repeat(20)),
  },
  Alexa: {
    'no headers': () => ({}),
    'no signature': (body, world) => without(alexaHeaders(body, world), 'signature-256'),
    'no certificate': (body, world) => without(alexaHeaders(body, world), 'signaturecertchainurl'),
    'only the old signature': (body, world) => without(alexaHeaders(body, world), 'signature-256'),
    'a signature of other bytes': (_, world) => alexaHeaders(Buffer.from('{}'), world),
    'a signature that is no base64': (body, world) => ({ ...alexaHeaders(body, world), 'signature-256': '%%%' }),
    'a signature of 10,000 characters': (body, world) => ({ ...alexaHeaders(body, world), 'signature-256': 'A'.repeat(10_000) }),
    'a signature by a stranger': (body, { alexa }) => without(alexa.request(body, { key: strange }).headers, 'content-type'),
    'a certificate elsewhere': (body, world) => ({ ...alexaHeaders(body, world), signaturecertchainurl: 'http://127.0.0.1:9/echo.api/chain.pem' }),
    'a certificate beside the folder': (body, world) => ({
      ...alexaHeaders(body, world),
      signaturecertchainurl: `${world.alexa.url}../x/chain.pem`,
    }),
    'a certificate that is not there': (body, world) => ({ ...alexaHeaders(body, world), signaturecertchainurl: `${world.alexa.url}none.pem` }),
    'an address that is none': (body, world) => ({ ...alexaHeaders(body, world), signaturecertchainurl: 'https://[' }),
  },
  'the simulator': {
    'another name for this machine': () => ({ 'x-forwarded-host': 'bellhop.example.com' }),
    'a proxy between': () => ({ 'x-forwarded-for': '203.0.113.9' }),
    'a cookie of its own making': () => ({ 'x-forwarded-for': '203.0.113.9', cookie: 'bellhop_session=abc' }),
  },
};

function alexaHeaders(body: Buffer, { alexa }: World): Headers {
  return without(alexa.request(body).headers, 'content-type');
}

function without(headers: Headers, name: string): Headers {
  const { [name]: _, ...rest } = headers;
  return rest;
}

describe('what nobody signed', () => {
  describe.each(doorNames)('%s', (name) => {
    it.each(Object.entries(forgeries[name]))('refuses %s within a second, and says why', async (_, forge) => {
      const door = doorNamed(doors, name);
      const body = door.good('forged', 1);
      const answered = await post(bellhop.local().origin, door, body, forge(body, bellhop));
      expect(answered.status).toBe(door.unsigned);
      expect(answered.tookMs).toBeLessThan(1_000);
      expect(JSON.parse(answered.body)).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
    });
  });

  it('the simulator refuses a page of another origin', async () => {
    const door = doorNamed(doors, 'the simulator');
    const answered = await post(bellhop.local().origin, door, door.good('forged', 1), {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
    });
    expect(answered.status).toBe(403);
  });

  it.each([
    ['too old', -151_000],
    ['of the future', 151_000],
  ])('Alexa: a request %s is refused, though its signature fits', async (_, aside) => {
    const door = doorNamed(doors, 'Alexa');
    const body = Buffer.from(JSON.stringify(bellhop.alexa.launch({ at: bellhop.clock.now() + aside })));
    expect((await post(bellhop.local().origin, door, body)).status).toBe(400);
  });

  it('Alexa: a request for another skill is refused, though its signature fits', async () => {
    const body = Buffer.from(JSON.stringify(bellhop.alexa.launch({ application: 'amzn1.ask.skill.another' })));
    expect((await post(bellhop.local().origin, doorNamed(doors, 'Alexa'), body)).status).toBe(400);
  });

  it.each([
    ['another channel', { channelId: 'emulator' }],
    ['another service', { serviceUrl: 'https://smba.trafficmanager.net/emea/' }],
    ['a service that is no address', { serviceUrl: 'file:///etc/passwd' }],
  ])('Teams: a body that names %s than its token is refused', async (_, over) => {
    const body = Buffer.from(JSON.stringify(bellhop.teams.says.message('m1', 'echo forged', over)));
    expect((await post(bellhop.local().origin, doorNamed(doors, 'Teams'), body)).status).toBe(401);
  });

  it('none of it ran, and nothing was said of it', async () => {
    await quiet(bellhop);
    expect(bellhop.lines.filter(({ msg }) => msg === 'ran')).toEqual([]);
    expect([...bellhop.slack.posted, ...bellhop.teams.of('send'), ...bellhop.telegram.of('sendMessage')]).toEqual([]);
  });
});
