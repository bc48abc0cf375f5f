import { tokenOf } from '../../shared/reply/action.ts';
import { interaction, mention, pressed, slashCommand } from '../platforms/slack.ts';
import type { Platforms } from './world.ts';

export type Headers = Readonly<Record<string, string>>;

/** A route that platforms post to, and how its platform would sign any bytes at all. */
export interface Door {
  readonly name: string;
  readonly path: string;
  readonly type: 'application/json' | 'application/x-www-form-urlencoded' | 'message/rfc822';
  /** A valid body that asks for `echo` of these words; each with another number is another delivery. */
  good(words: string, delivery: number): Buffer;
  /** What the platform would send with these bytes, but for the content type. */
  sign(body: Buffer): Headers;
  /** The methods that it takes. */
  readonly allow: string;
  /** What it gets that nobody signed: CONTRACT.md. */
  readonly unsigned: 400 | 401 | 403;
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

/** All of them, between these stand-ins. The simulator's has no signature: it is for this machine alone. */
export function doorsOf({ slack, telegram, teams, messenger, sms, email, alexa }: Platforms): readonly Door[] {
  const slackDoor = { sign: (body: Buffer) => slack.sign(body), allow: 'POST', unsigned: 401 } as const;
  const form = 'application/x-www-form-urlencoded';
  return [
    {
      ...slackDoor,
      name: 'Slack events',
      path: '/slack/events',
      type: 'application/json',
      good: (words, delivery) => Buffer.from(mention(`<@UBOT1> echo ${words}`, `17000${String(delivery).padStart(5, '0')}.000100`)),
    },
    {
      ...slackDoor,
      name: 'Slack commands',
      path: '/slack/commands',
      type: form,
      good: (words, delivery) => Buffer.from(slashCommand({ text: `echo ${words}`, trigger_id: `t.${delivery}`, response_url: slack.responseUrl() })),
    },
    {
      ...slackDoor,
      name: 'Slack interactions',
      path: '/slack/interactions',
      type: form,
      good: (words, delivery) =>
        Buffer.from(interaction(pressed(tokenOf({ label: '', command: 'echo', args: { words } }, ''), { trigger_id: `p.${delivery}` }))),
    },
    {
      name: 'Telegram',
      path: '/telegram/webhook',
      type: 'application/json',
      good: (words, delivery) => json(telegram.says.message(`/echo ${words}`, { messageId: 100_000 + delivery }, 100_000 + delivery)),
      sign: () => ({ 'x-telegram-bot-api-secret-token': telegram.headers['x-telegram-bot-api-secret-token'] ?? '' }),
      allow: 'POST',
      unsigned: 401,
    },
    {
      name: 'Teams',
      path: '/api/messages',
      type: 'application/json',
      good: (words, delivery) => json(teams.says.message(`m-${delivery}`, `echo ${words}`)),
      sign: () => ({ authorization: `Bearer ${teams.issuer.token()}` }),
      allow: 'POST',
      unsigned: 401,
    },
    {
      name: 'Messenger',
      path: '/messenger/webhook',
      type: 'application/json',
      good: (words, delivery) => messenger.request(messenger.says.message(`m_${delivery}`, `echo ${words}`)).body,
      sign: (body) => messenger.sign(body),
      // Meta's handshake is a GET.
      allow: 'POST, GET, HEAD',
      unsigned: 401,
    },
    {
      name: 'SMS',
      path: '/sms/webhook',
      type: form,
      good: (words, delivery) => sms.message(delivery, `echo ${words}`),
      sign: (body) => sms.sign(body),
      allow: 'POST',
      unsigned: 401,
    },
    {
      name: 'Email',
      path: '/email/webhook',
      type: 'message/rfc822',
      // Each from somebody else: so many answers to one person come slowly.
      good: (words, delivery) => email.message(delivery, `echo ${words}`, { from: `p${delivery}@people.example` }),
      sign: (body) => email.sign(body),
      allow: 'POST',
      unsigned: 401,
    },
    {
      name: 'Alexa',
      path: '/alexa',
      type: 'application/json',
      good: (words, delivery) =>
        json(alexa.intent('RunCommandIntent', { command: `echo ${words}` }, { requestId: `amzn1.echo-api.request.${delivery}` })),
      sign: (body) => {
        const { 'content-type': _, ...signature } = alexa.request(body).headers;
        return signature;
      },
      allow: 'POST',
      unsigned: 400,
    },
    {
      name: 'the simulator',
      path: '/simulator/say',
      type: 'application/json',
      good: (words, delivery) => json({ id: `say-${delivery}`, conversation: 'hostile', text: `echo ${words}` }),
      sign: () => ({}),
      allow: 'POST',
      unsigned: 401,
    },
  ];
}

/** What each answers when it has kept a command. */
export const keptBy = (doors: readonly Door[]) => doors.map(({ name }) => (name === 'the simulator' ? 202 : 200));

/** The door of this name. */
export function doorNamed(doors: readonly Door[], name: string): Door {
  const found = doors.find((door) => door.name === name);
  if (!found) throw new Error(`There is no door ${name}.`);
  return found;
}

export const doorNames = [
  'Slack events',
  'Slack commands',
  'Slack interactions',
  'Telegram',
  'Teams',
  'Messenger',
  'SMS',
  'Email',
  'Alexa',
  'the simulator',
] as const;

/** What came back, and how long it took, ms. */
export interface Answered {
  readonly status: number;
  readonly headers: globalThis.Headers;
  readonly body: string;
  readonly tookMs: number;
}

/** Posts bytes through a door with these headers; by default as its platform signs them. Fails after 5 s. */
export async function post(
  origin: string,
  door: Pick<Door, 'path' | 'type' | 'sign'>,
  body: Buffer,
  headers: Headers = door.sign(body),
): Promise<Answered> {
  const startedAt = performance.now();
  const response = await fetch(`${origin}${door.path}`, {
    method: 'POST',
    headers: { 'content-type': door.type, ...headers },
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(5_000),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text, tookMs: performance.now() - startedAt };
}
