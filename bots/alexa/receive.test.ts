import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Receive, Received } from '../../shared/channel/channel.ts';
import { type SignedRequest, type StandInAlexa, standInSkillId, startAlexa } from '../../test/platforms/alexa.ts';
import { knownSlot, resolutions } from '../../test/platforms/alexa-requests.ts';
import { alexaReceive } from './receive.ts';

const now = Date.now();
let alexa: StandInAlexa;
let receive: Receive;

beforeAll(async () => {
  alexa = await startAlexa({ now: () => now });
  receive = alexaReceive({ skillId: standInSkillId, certUrl: alexa.url, roots: [alexa.authority.pems.root], clock: { now: () => now } });
});
afterAll(() => alexa.close());

const told = async (body: object | Buffer): Promise<Received> => receive(alexa.request(body));
const inboundOf = (received: Received) => (received.kind === 'voice' ? received.inbound : undefined);
const saidBy = async (body: object) => inboundOf(await told(body))?.said;
const reasonOf = (received: Received) => (received.kind === 'refused' ? `${received.ack.status} ${received.reason}` : received.kind);

describe('Alexa is believed', () => {
  it('with its signature, at once when the certificate is at hand', async () => {
    await told(alexa.launch());
    expect(receive(alexa.request(alexa.launch()))).not.toBeInstanceOf(Promise);
    expect(alexa.fetched.get('chain.pem')).toBe(1);
  });

  const forged: readonly [string, (request: SignedRequest) => SignedRequest, string][] = [
    ['without headers', (r) => ({ ...r, headers: {} }), '400 unsigned'],
    ['without the address', ({ headers: { signaturecertchainurl: _, ...headers }, ...r }) => ({ ...r, headers }), '400 unsigned'],
    ['with the old signature alone', ({ headers: { 'signature-256': _, ...headers }, ...r }) => ({ ...r, headers }), '400 unsigned'],
    [
      'with the old signature in place of the new',
      (r) => ({ ...r, headers: { ...r.headers, 'signature-256': r.headers.signature ?? '' } }),
      '400 signature',
    ],
    ['with an empty signature', (r) => ({ ...r, headers: { ...r.headers, 'signature-256': '' } }), '400 unsigned'],
    ['with a signature that is no base64', (r) => ({ ...r, headers: { ...r.headers, 'signature-256': '%%%' } }), '400 signature'],
    ['with a signature of a megabyte', (r) => ({ ...r, headers: { ...r.headers, 'signature-256': 'A'.repeat(1_048_576) } }), '400 signature'],
    ['with one byte more', (r) => ({ ...r, body: Buffer.concat([r.body, Buffer.from(' ')]) }), '400 signature'],
    ['with another body', (r) => ({ ...r, body: Buffer.from(r.body.toString().replace('LaunchRequest', 'launchRequest')) }), '400 signature'],
    [
      'with an address elsewhere',
      (r) => ({ ...r, headers: { ...r.headers, signaturecertchainurl: 'https://s3.amazonaws.com/echo.api/x.pem' } }),
      '400 certificate_url',
    ],
    [
      'with an address of a file that is not there',
      (r) => ({ ...r, headers: { ...r.headers, signaturecertchainurl: `${alexa.url}none.pem` } }),
      '400 certificate',
    ],
  ];
  it.each(forged)('never %s', async (_, change, expected) => {
    expect(reasonOf(await receive(change(alexa.request(alexa.launch()))))).toBe(expected);
  });

  it('never with a key that the certificate does not hold', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(reasonOf(await receive(alexa.request(alexa.launch(), { key: privateKey })))).toBe('400 signature');
  });

  it('never with an expired certificate', async () => {
    const { leaf, intermediate, certificate, pems } = alexa.authority;
    const expired = certificate({ ...leaf, issuer: intermediate, hosts: ['echo-api.amazon.com'], until: now - 1_000 });
    alexa.serve('expired.pem', expired + pems.intermediate);
    expect(reasonOf(await receive(alexa.request(alexa.launch(), { file: 'expired.pem' })))).toBe('400 certificate');
  });

  it('later, with a 503 that says so, when the certificate could not be fetched', async () => {
    alexa.serve('down.pem', (_, response) => response.writeHead(500).end());
    const received = await receive(alexa.request(alexa.launch(), { file: 'down.pem' }));
    expect(received).toMatchObject({ kind: 'refused', reason: 'certificate_unreachable', ack: { status: 503, headers: { 'retry-after': '10' } } });
  });

  it('over the bytes as they came, not over their meaning', async () => {
    const body = Buffer.from(`\n ${JSON.stringify(alexa.launch(), null, 3)} \r\n`);
    expect((await told(body)).kind).toBe('voice');
    const other = { ...alexa.request(body), body: Buffer.from(body.toString().trim()) };
    expect(reasonOf(await receive(other))).toBe('400 signature');
  });

  it('unsigned only when verifying is off, and then still for its time and skill', async () => {
    const lax = alexaReceive({ skillId: standInSkillId, certUrl: alexa.url, roots: [], clock: { now: () => now }, verify: false });
    const bare = (body: object) => ({ ...alexa.request(body), headers: {} });
    expect((await lax(bare(alexa.launch()))).kind).toBe('voice');
    expect(reasonOf(await lax(bare(alexa.launch({ at: now - 200_000 }))))).toBe('400 timestamp');
    expect(reasonOf(await lax(bare(alexa.launch({ application: 'amzn1.ask.skill.other' }))))).toBe('400 application');
  });
});

describe('a refusal', () => {
  it('says what happened and what to do, in JSON', async () => {
    const received = await told(alexa.launch({ application: 'amzn1.ask.skill.other' }));
    const body = received.kind === 'refused' ? JSON.parse(received.ack.body ?? '') : null;
    expect(body).toEqual({ error: { code: 'application', message: expect.stringMatching(/\.$/), hint: expect.stringContaining('ALEXA_SKILL_ID') } });
  });
});

describe('the time of a request', () => {
  const at = (ms: number) => Math.floor(now / 1_000) * 1_000 + ms;
  it.each([
    ['now', at(0), 'voice'],
    ['149 s ago', at(-149_000), 'voice'],
    ['in 149 s', at(149_000), 'voice'],
    ['152 s ago', at(-152_000), '400 timestamp'],
    ['in 152 s', at(152_000), '400 timestamp'],
    ['a year ago', at(-365 * 86_400_000), '400 timestamp'],
  ])('may be within 150 s both ways: %s', async (_, when, expected) => {
    expect(reasonOf(await told(alexa.launch({ at: when })))).toBe(expected);
  });

  it.each([
    ['3,590 s ago', at(-3_590_000), 'nothing'],
    ['3,602 s ago', at(-3_602_000), '400 timestamp'],
    ['in 152 s', at(152_000), '400 timestamp'],
  ])('may be an hour back for skill events: %s', async (_, when, expected) => {
    expect(reasonOf(await told(alexa.event('AlexaSkillEvent.SkillEnabled', { at: when })))).toBe(expected);
  });

  it('may be an hour back for nothing that only looks like a skill event', async () => {
    expect(reasonOf(await told(alexa.event('AlexaSkillEvents', { at: at(-3_000_000) })))).toBe('400 timestamp');
  });

  it.each(['yesterday', '2026-01-01', '2026-01-01T00:00:00', '2026-99-99T99:99:99Z', '', '1767225600000', 1_767_225_600_000, null, {}])(
    'is never %j',
    async (timestamp) => {
      const body = alexa.launch();
      expect(reasonOf(await told({ ...body, request: { ...body.request, timestamp } }))).toBe('400 malformed');
    },
  );
});

describe('the skill of a request', () => {
  const other = { applicationId: 'amzn1.ask.skill.other' };

  it('is ours in context and session alike', async () => {
    const body = alexa.launch();
    const system = body.context.System;
    expect(reasonOf(await told({ ...body, context: { System: { ...system, application: other } } }))).toBe('400 application');
    expect(reasonOf(await told({ ...body, session: { ...body.session, application: other } }))).toBe('400 application');
    expect(reasonOf(await told({ ...body, session: { ...body.session, application: undefined } }))).toBe('400 application');
    expect(reasonOf(await told({ ...body, context: {} }))).toBe('400 application');
  });

  it('is named somewhere', async () => {
    const { session: _s, context: _c, ...body } = alexa.launch();
    expect(reasonOf(await told(body))).toBe('400 application');
  });

  it('is enough in the session alone, as older devices send it', async () => {
    const { context: _, ...body } = alexa.launch();
    expect((await told(body)).kind).toBe('voice');
  });
});

describe('what was said', () => {
  it.each([
    ['AMAZON.HelpIntent', { kind: 'intent', intent: 'HelpIntent', slots: {} }],
    ['AMAZON.StopIntent', { kind: 'event', event: 'stop' }],
    ['AMAZON.CancelIntent', { kind: 'event', event: 'stop' }],
    ['AMAZON.NavigateHomeIntent', { kind: 'event', event: 'stop' }],
    ['AMAZON.FallbackIntent', { kind: 'text', text: '' }],
    ['AMAZON.YesIntent', { kind: 'text', text: 'yes' }],
    ['AMAZON.NoIntent', { kind: 'text', text: 'no' }],
    ['CheckIntent', { kind: 'intent', intent: 'CheckIntent', slots: {} }],
  ])('%s is %j', async (intent, said) => {
    expect(await saidBy(alexa.intent(intent))).toEqual(said);
  });

  it('opening the skill is a welcome', async () => {
    expect(await saidBy(alexa.launch())).toEqual({ kind: 'event', event: 'welcome' });
  });

  it('a whole command in the one slot of RunCommandIntent is its words', async () => {
    expect(await saidBy(alexa.intent('RunCommandIntent', { command: 'check example dot com' }, { inSession: true }))).toEqual({
      kind: 'text',
      text: 'check example dot com',
    });
    expect(await saidBy(alexa.intent('RunCommandIntent', {}, { inSession: true }))).toEqual({ kind: 'text', text: '' });
  });

  it('a whole command that opens a session is one, whatever question an earlier session left', async () => {
    expect(await saidBy(alexa.intent('RunCommandIntent', { command: 'status' }))).toEqual({ kind: 'text', text: 'status', explicit: true });
  });

  it('an intent that the person denied when Alexa asked is none', async () => {
    expect(await saidBy(alexa.intent('CheckIntent', { site: 'x' }, { denied: true }))).toEqual({ kind: 'event', event: 'stop' });
  });

  const slots: readonly [string, string | object, string | undefined][] = [
    ['as spoken', 'example.com', 'example.com'],
    ['by its canonical name', knownSlot('the shop', 'shop.example.com'), 'shop.example.com'],
    ['as spoken when Alexa knows no such value', { value: 'nine', resolutions: resolutions([{ code: 'ER_SUCCESS_NO_MATCH' }]) }, 'nine'],
    [
      'by the first authority that knows it',
      { value: 'shop', resolutions: resolutions([{ code: 'ER_SUCCESS_NO_MATCH' }, { code: 'ER_SUCCESS_MATCH', name: 'Shop' }]) },
      'Shop',
    ],
    ['as spoken when the match has no value', { value: 'x', resolutions: resolutions([{ code: 'ER_SUCCESS_MATCH' }]) }, 'x'],
    ['not at all while empty', { confirmationStatus: 'NONE' }, undefined],
    ['not at all when not heard', { value: '?' }, undefined],
    [
      'as a list of its members',
      {
        slotValue: {
          type: 'List',
          values: [
            { type: 'Simple', ...knownSlot('shop', 'shop.example.com') },
            { type: 'Simple', value: 'example.org' },
          ],
        },
      },
      'shop.example.com, example.org',
    ],
    ['from the newer form alone', { slotValue: { type: 'Simple', ...knownSlot('shop', 'Shop') } }, 'Shop'],
  ];
  it.each(slots)('a slot is taken %s', async (_, slot, value) => {
    expect(await saidBy(alexa.intent('CheckIntent', { site: slot }))).toEqual({
      kind: 'intent',
      intent: 'CheckIntent',
      slots: value === undefined ? {} : { site: value },
    });
  });

  it('a slot named __proto__ is a slot and nothing more', async () => {
    const body = JSON.stringify(alexa.intent('CheckIntent', { site: 'x' })).replace('"site":', '"__proto__":');
    const said = inboundOf(await told(Buffer.from(body)))?.said;
    expect(said?.kind === 'intent' && Object.keys(said.slots)).toEqual(['__proto__']);
  });

  it.each([
    ['the end of a session', () => alexa.sessionEnded()],
    ['a skill event', () => alexa.event('AlexaSkillEvent.SkillDisabled')],
    ['an exception report', () => alexa.event('System.ExceptionEncountered')],
    ['a player report', () => alexa.event('AudioPlayer.PlaybackStopped')],
    ['a question whether we could', () => alexa.event('CanFulfillIntentRequest')],
    ['something newer than this', () => alexa.event('Alexa.Presentation.APL.UserEvent')],
  ])('%s is acknowledged with nothing said', async (_, body) => {
    const received = await told(body());
    expect(received).toMatchObject({ kind: 'nothing', ack: { status: 200 } });
    const { type } = body().request as { type?: string };
    expect(received.kind === 'nothing' && alexa.check(received.ack.body ?? '', type)).toEqual([]);
  });

  it('the end of a session in an error tells what Alexa did not take', async () => {
    const error = { type: 'INVALID_RESPONSE', message: 'SpeechletResponse was null' };
    const ended = alexa.sessionEnded();
    const reported = alexa.event('System.ExceptionEncountered');
    for (const body of [ended, reported]) {
      const received = await told({ ...body, request: { ...body.request, reason: 'ERROR', error } });
      expect(received).toMatchObject({ kind: 'nothing', refusedAnswer: { reason: 'invalid_response', detail: 'SpeechletResponse was null' } });
    }
    expect(await told(ended)).not.toHaveProperty('refusedAnswer');
    const odd = await told({ ...ended, request: { ...ended.request, error: { type: 'x'.repeat(20), message: 7 } } });
    expect(odd).toMatchObject({ refusedAnswer: { reason: 'unknown', detail: '' } });
  });

  it('an intent request without an intent is refused', async () => {
    const body = alexa.intent('CheckIntent');
    expect(reasonOf(await told({ ...body, request: { ...body.request, intent: null } }))).toBe('400 malformed');
  });
});

describe('what the open session offered', () => {
  const offers = [
    ['check example.com', 'check|site=a'],
    ['forget it', 'forget|which=1'],
    ['forget 2', 'forget|which=2'],
    ['run it again', '!c1.0|purge'],
  ];
  const offered = async (intent: string, slots: Record<string, string> = {}, attributes: object = { offers, yes: 0 }) =>
    saidBy(alexa.intent(intent, slots, { inSession: true, attributes }));
  const press = (token: string) => ({ kind: 'action', token });

  it.each([
    ['its words', 'RunCommandIntent', { command: 'Run it again' }, '!c1.0|purge'],
    ['an address as it is spoken', 'RunCommandIntent', { command: 'check example dot com' }, 'check|site=a'],
    ['a number as a word', 'RunCommandIntent', { command: 'please forget two' }, 'forget|which=2'],
    ['its place', 'RunCommandIntent', { command: 'the second one' }, 'forget|which=1'],
    ['the last of them', 'RunCommandIntent', { command: 'the last one' }, '!c1.0|purge'],
    ['words that Alexa takes for a command', 'ForgetIntent', { which: 'it' }, 'forget|which=1'],
    ['words that are the name of an intent', 'RunItAgainIntent', {}, '!c1.0|purge'],
    ['a yes, to the one that was asked about', 'AMAZON.YesIntent', {}, 'check|site=a'],
  ])('is chosen by %s', async (_, intent, slots, token) => {
    expect(await offered(intent, slots)).toEqual(press(token));
  });

  it('is left by a no', async () => {
    expect(await offered('AMAZON.NoIntent')).toEqual({ kind: 'event', event: 'stop' });
  });

  it('is not chosen by a yes when no question named it', async () => {
    expect(await offered('AMAZON.YesIntent', {}, { offers })).toEqual({ kind: 'text', text: 'yes' });
  });

  it('is passed over by other words', async () => {
    for (const command of ['status', 'number two']) expect(await offered('RunCommandIntent', { command })).toEqual({ kind: 'text', text: command });
    expect(await offered('ForgetIntent', { which: 'stretch' })).toEqual({ kind: 'intent', intent: 'ForgetIntent', slots: { which: 'stretch' } });
    expect(await offered('AMAZON.HelpIntent')).toEqual({ kind: 'intent', intent: 'HelpIntent', slots: {} });
    expect(await offered('AMAZON.StopIntent')).toEqual({ kind: 'event', event: 'stop' });
  });

  it('has no place to choose when it is alone', async () => {
    expect(await offered('RunCommandIntent', { command: 'the first one' }, { offers: [['undo', 'x']] })).toMatchObject({ kind: 'text' });
  });

  it('is over in the next session', async () => {
    expect(await saidBy(alexa.intent('RunCommandIntent', { command: 'run it again' }, { attributes: { offers } }))).toMatchObject({ kind: 'text' });
  });

  it.each([null, 7, 'offers', { offers: 7 }, { offers: [7, null, [], ['a'], [1, 2], ['', ''], ['a', 'b'.repeat(9_000)]] }, { offers: [], yes: 0 }])(
    'is nothing in attributes like %j',
    async (attributes) => {
      expect(await offered('AMAZON.YesIntent', {}, attributes as object)).toEqual({ kind: 'text', text: 'yes' });
    },
  );
});

describe('who spoke, and where', () => {
  it('is the account, with device, recognised voice, locale and time', async () => {
    const at = Math.floor(now / 1_000) * 1_000 - 3_000;
    const options = {
      requestId: 'r1',
      user: 'amzn1.ask.account.ANN',
      person: 'amzn1.ask.person.ANN',
      device: 'amzn1.ask.device.HALL',
      locale: 'en-GB',
      at,
    };
    expect(inboundOf(await told(alexa.intent('CheckIntent', {}, options)))).toEqual({
      key: 'r1',
      place: {
        channel: 'alexa',
        bot: 'main',
        tenant: standInSkillId,
        conversation: expect.stringMatching(/^[\w-]{22}$/),
        direct: true,
        user: 'amzn1.ask.account.ANN',
        via: { device: 'amzn1.ask.device.HALL', person: 'amzn1.ask.person.ANN' },
      },
      from: { user: 'amzn1.ask.account.ANN', voice: 'amzn1.ask.person.ANN' },
      said: { kind: 'intent', intent: 'CheckIntent', slots: {} },
      locale: 'en-GB',
      saidAt: at,
    });
  });

  it('is one conversation over devices and sessions, and another for another account', async () => {
    const conversation = async (options: { user?: string; device?: string }) => inboundOf(await told(alexa.launch(options)))?.place.conversation;
    const kitchen = await conversation({ device: 'a' });
    expect(await conversation({ device: 'b' })).toBe(kitchen);
    expect(await conversation({ user: 'amzn1.ask.account.OTHER' })).not.toBe(kitchen);
  });

  it('has no locale that is none', async () => {
    expect(inboundOf(await told(alexa.launch({ locale: '../../etc' })))).not.toHaveProperty('locale');
  });

  it('is refused when nobody spoke', async () => {
    const { context: _, ...body } = alexa.launch();
    const session = { ...body.session, user: undefined };
    expect(reasonOf(await told({ ...body, session }))).toBe('400 malformed');
  });
});
