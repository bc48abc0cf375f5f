import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Email } from '../../../shared/mail/mail.ts';
import { allowList } from '../../../shared/net/allow.ts';
import type { PersonId } from '../../../shared/people/person.ts';
import type { Incident } from '../incident.ts';
import { notifiers } from './index.ts';
import type { Given, Tools } from './notifier.ts';
import { signatureOf } from './webhook.ts';

interface Heard {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let server: Server;
let origin = '';
let heard: Heard[] = [];
let answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 200 };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    heard.push({ path: request.url ?? '', headers: request.headers, body });
    response.writeHead(answer.status, answer.headers).end(answer.body ?? '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  heard = [];
  answer = { status: 200 };
});

const openedAt = Date.parse('2026-06-10T12:00:00Z');
const incident: Incident = {
  id: 'a1b2c3d4e5f6a1b2c3d4e5f6',
  key: 'check/shop',
  what: 'shop.example',
  why: 'answers “503” <b>',
  level: 'error',
  tags: ['shop', 'eu'],
  state: 'open',
  openedAt,
  from: { user: 'u1' },
  person: 'slack/t1/u1' as PersonId,
  place: { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'c1' },
  steps: [],
  remindMs: 1,
  taken: 1,
  reminded: 0,
  places: [],
  happened: [],
  version: 2,
};
const has: Incident = { ...incident, state: 'acknowledged', by: { person: incident.person, name: 'Ada', at: openedAt } };
const over: Incident = { ...incident, state: 'closed', closedAt: openedAt + 60_000 };

const tools = (env: Tools['env'] = {}, allowed = '127.0.0.1'): Tools => ({
  env,
  mail: { send: () => Promise.reject(Object.assign(new Error('No mail goes out.'), { code: 'mail_off' })) },
  allow: allowList(allowed),
  signal: new AbortController().signal,
  now: () => openedAt,
});

async function tell(kind: string, given: Given, of = incident, more = tools(), locale = 'en'): Promise<Heard | undefined> {
  const notifier = notifiers.find((one) => one.kind === kind);
  if (!notifier) throw new Error(`There is no ${kind}.`);
  await notifier.send({ incident: of, key: 'k1', locale, text: `${of.what}: ${of.why}` }, given, more);
  return heard.at(-1);
}
const bodyOf = (one: Heard | undefined) => JSON.parse(one?.body ?? 'null');

describe('ntfy', () => {
  it('publishes to the topic, so that it rings, with its token', async () => {
    const told = await tell('ntfy', { to: `${origin}/our-topic`, token: 'tk_1' });
    expect(told?.path).toBe('/');
    expect(told?.headers.authorization).toBe('Bearer tk_1');
    expect(bodyOf(told)).toMatchObject({ topic: 'our-topic', title: 'shop.example', message: 'shop.example: answers “503” <b>', priority: 5 });
    expect(bodyOf(await tell('ntfy', { to: `${origin}/our-topic` }, over)).priority).toBe(3);
  });
});

describe('PagerDuty', () => {
  it('is one incident there that is triggered, acknowledged and resolved', async () => {
    const given = { to: `${origin}/v2/enqueue`, token: 'R0123456789012345678901234567890' };
    const told = [await tell('pagerduty', given), await tell('pagerduty', given, has), await tell('pagerduty', given, over)].map(bodyOf);
    expect(told.map(({ event_action }) => event_action)).toEqual(['trigger', 'acknowledge', 'resolve']);
    expect(new Set(told.map(({ dedup_key }) => dedup_key)).size).toBe(1);
    expect(told[0]).toMatchObject({
      routing_key: given.token,
      payload: { severity: 'error', source: 'shop.example', timestamp: '2026-06-10T12:00:00.000Z' },
    });
  });
});

describe('Discord', () => {
  it('gets an embed that mentions nobody', async () => {
    const told = await tell('discord', { to: `${origin}/api/webhooks/123456789/abcdefghijkl` });
    expect(told?.path).toBe('/api/webhooks/123456789/abcdefghijkl?wait=true');
    expect(bodyOf(told)).toMatchObject({ embeds: [{ title: 'shop.example' }], allowed_mentions: { parse: [] } });
  });
});

describe('a webhook', () => {
  it('gets the incident as JSON, signed, with the same key for each try', async () => {
    const told = await tell('webhook', { to: `${origin}/hook`, token: 'secret' }, over);
    expect(bodyOf(told)).toMatchObject({ id: incident.id, state: 'closed', tags: ['shop', 'eu'], closedAt: '2026-06-10T12:01:00.000Z' });
    expect(told?.headers['idempotency-key']).toBe('k1');
    const seconds = openedAt / 1_000;
    expect(told?.headers['bellhop-signature']).toBe(`t=${seconds},v1=${signatureOf('secret', seconds, told?.body ?? '')}`);
  });

  it('by a template stays JSON, whatever an incident says; one that is none is text', async () => {
    const told = await tell(
      'webhook',
      { to: `${origin}/hook`, template: '{"text": "{what} {why} {tags}{nothing}"}' },
      { ...incident, why: 'a "quote"\n' },
    );
    expect(bodyOf(told)).toEqual({ text: 'shop.example a "quote"\n shop, eu' });
    const text = await tell('webhook', { to: `${origin}/hook`, template: '{level}: {what}' });
    expect([text?.headers['content-type'], text?.body]).toEqual(['text/plain; charset=utf-8', 'error: shop.example']);
  });
});

describe('a call', () => {
  const env = () => ({
    TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: '2'.repeat(32),
    TWILIO_FROM: '+14155550100',
    TWILIO_API_URL: origin,
  });

  it('rings, says it in its language, and asks for a 1', async () => {
    answer = { status: 201 };
    const told = await tell('call', { to: '+49 30 123456' }, incident, tools({ ...env(), BELLHOP_URL: 'https://bell.example' }), 'de');
    expect(told?.path).toBe(`/2010-04-01/Accounts/AC${'1'.repeat(32)}/Calls.json`);
    const form = new URLSearchParams(told?.body);
    expect([form.get('To'), form.get('From')]).toEqual(['+4930123456', '+14155550100']);
    expect(form.get('Twiml')).toContain(`action="https://bell.example/calls/webhook?which=${incident.id}&amp;in=de"`);
    expect(form.get('Twiml')).toContain('<Say language="de-DE" loop="2">Hier ist Bellhop. shop.example: answers “503” &lt;b&gt;. Drücken Sie die 1');
  });

  it('is only said where nobody could tell us the digit, and refused where nothing can call', async () => {
    answer = { status: 201 };
    const told = await tell('call', { to: '+4930123456' }, incident, tools(env()));
    expect(new URLSearchParams(told?.body).get('Twiml')).not.toContain('Gather');
    await expect(tell('call', { to: '+4930123456' })).rejects.toThrow('Nothing here can call anybody.');
  });
});

it('mail is sent from the installation’s address, and keeps its key', async () => {
  const kept: Email[] = [];
  const mail: Tools['mail'] = { send: async (one) => ({ id: String(kept.push(one)) }) };
  await tell('email', { to: 'ops@example.com' }, incident, { ...tools(), mail });
  expect(kept).toEqual([{ key: 'k1', to: 'ops@example.com', subject: 'shop.example: answers “503” <b>', text: 'shop.example: answers “503” <b>' }]);
  await expect(tell('email', { to: 'ops@example.com' })).rejects.toMatchObject({ code: 'mail_off' });
});

describe('what goes wrong', () => {
  const hook = () => ({ to: `${origin}/hook` });

  it.each([
    [503, true],
    [429, true],
    [301, true],
    [404, false],
    [410, false],
  ])('an answer of %i is tried again: %s', async (status, retryable) => {
    answer = { status, headers: { 'retry-after': '7', location: 'http://169.254.169.254/' } };
    await expect(tell('webhook', hook())).rejects.toMatchObject({ retryable, ...(status === 429 ? { retryAfterMs: 7_000 } : {}) });
    expect(heard.length).toBe(1);
  });

  it('nobody there is tried again', async () => {
    await expect(tell('webhook', { to: 'http://127.0.0.1:1/' })).rejects.toMatchObject({ code: 'webhook_unreachable', retryable: true });
  });

  it('no address of this machine or its network is reached that an admin did not allow, by number or name', async () => {
    for (const to of [hook().to, hook().to.replace('127.0.0.1', 'localhost')])
      await expect(tell('webhook', { to }, incident, tools({}, ''))).rejects.toMatchObject({ code: 'address_not_allowed' });
    expect(heard).toEqual([]);
  });

  it('an answer without an end is read no further than needed', async () => {
    answer = { status: 200, body: 'x'.repeat(1_000_000) };
    await tell('webhook', hook());
  });

  it.each([
    ['ntfy', { to: 'ntfy.sh/x' }],
    ['ntfy', { to: 'https://ntfy.sh/a/b' }],
    ['pagerduty', { to: 'short' }],
    ['discord', { to: 'https://discord.com/channels/1/2' }],
    ['webhook', { to: 'ftp://example.com' }],
    ['webhook', { to: 'https://ada:pw@example.com' }],
    ['call', { to: '030 123' }],
  ])('%s does not take %o', (kind, given) => expect(notifiers.find((one) => one.kind === kind)?.shown(given)).toBeNull());

  it('shows no token of what it was given', () => {
    const shown = (kind: string, given: Given) => notifiers.find((one) => one.kind === kind)?.shown(given);
    expect(shown('discord', { to: 'https://discord.com/api/webhooks/123456789/abcdefghijkl' })).toBe('discord.com');
    expect(shown('webhook', { to: 'https://example.com/secret?key=1' })).toBe('example.com');
    expect(shown('pagerduty', { to: 'R0123456789012345678901234567890' })).toBe('R01…');
  });
});
