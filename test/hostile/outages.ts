import { mention } from '../platforms/slack.ts';
import { conversations } from '../platforms/teams/says.ts';
import { type Answered, doorNamed, doorsOf, post } from './doors.ts';
import type { World } from './world.ts';

/** A platform whose API goes wrong, and what it shows of what arrived all the same. */
export interface Outage {
  readonly name: string;
  /** Each way its API can fail: the next call fails so. */
  readonly faults: Readonly<Record<string, (world: World) => void>>;
  /** Calls that met a fault. */
  failed(world: World): number;
  /** Someone says something in the n-th conversation, each of which the platform counts by itself. */
  say(world: World, text: string, n: number): Promise<Answered>;
  /** The texts that stand in the n-th conversation, oldest first. */
  shown(world: World, n: number): string[];
  /** Those of them that it answered as taken: none is sent again after that. */
  taken(world: World, n: number): string[];
}

const ways = /"([^"]*: \d of 3|echo: [^"]*)"/;
const textIn = (value: unknown): string => ways.exec(JSON.stringify(value))?.[1] ?? '';

const slack: Outage = {
  name: 'Slack',
  faults: {
    '429 with Retry-After': ({ slack }) => slack.misbehave({ kind: 'limited', retryAfterS: 1 }),
    '429 without': ({ slack }) => slack.misbehave({ kind: 'limited' }),
    '500': ({ slack }) => slack.misbehave({ kind: 'error', status: 500 }),
    '503': ({ slack }) => slack.misbehave({ kind: 'error', status: 503 }),
    'a page of something else': ({ slack }) => slack.misbehave({ kind: 'nonsense' }),
    'a closed socket': ({ slack }) => slack.misbehave({ kind: 'closed' }),
    'half an answer': ({ slack }) => slack.misbehave({ kind: 'half' }),
    'a slow drip': ({ slack }) => slack.misbehave({ kind: 'drip' }),
    'silence, nothing done': ({ slack }) => slack.misbehave({ kind: 'silent' }),
    'silence, and done': ({ slack }) => slack.misbehave({ kind: 'silent-after' }),
  },
  failed: ({ slack }) => slack.calls.filter(({ outcome }) => outcome !== 'ok').length,
  say: (world, text, n) =>
    post(
      world.local().origin,
      doorNamed(doorsOf(world), 'Slack events'),
      Buffer.from(mention(`<@UBOT1> ${text}`, `1700000${String(n).padStart(3, '0')}.000100`, { channel: `C9${n}` })),
    ),
  shown: ({ slack }, n) => slack.posted.filter(({ channel }) => channel === `C9${n}`).map(textIn),
  taken: ({ slack }, n) => slack.calls.filter(({ args, outcome }) => args.channel === `C9${n}` && outcome === 'ok').map(({ args }) => textIn(args)),
};

const telegram: Outage = {
  name: 'Telegram',
  faults: {
    '429 with retry_after': ({ telegram }) => telegram.misbehave({ kind: '429', retryAfter: 1 }),
    '429 without': ({ telegram }) => telegram.misbehave({ kind: '429' }),
    '500': ({ telegram }) => telegram.misbehave({ kind: '500' }),
    '502, a page': ({ telegram }) => telegram.misbehave({ kind: '502' }),
    'a closed socket': ({ telegram }) => telegram.misbehave({ kind: 'close' }),
    'a closed socket, and done': ({ telegram }) => telegram.misbehave({ kind: 'lost' }),
    'half an answer': ({ telegram }) => telegram.misbehave({ kind: 'half' }),
    'a slow drip': ({ telegram }) => telegram.misbehave({ kind: 'drip' }),
    silence: ({ telegram }) => telegram.misbehave({ kind: 'silence' }),
  },
  failed: ({ telegram }) => telegram.calls.filter(({ status }) => status !== 200).length,
  say: (world, text, n) =>
    post(
      world.local().origin,
      doorNamed(doorsOf(world), 'Telegram'),
      Buffer.from(JSON.stringify(world.telegram.says.message(text, { chat: 9_000 + n }, 900_000 + n))),
    ),
  shown: ({ telegram }, n) =>
    telegram
      .of('sendMessage')
      .filter(({ payload, status }) => payload.chat_id === 9_000 + n && status === 200)
      .map(({ payload }) => textIn(payload)),
  taken: (world, n) => telegram.shown(world, n),
};

const teams: Outage = {
  name: 'Teams',
  faults: {
    '429 with Retry-After': ({ teams }) => teams.misbehave({ on: 'send', how: { status: 429, retryAfter: '1' } }),
    '429 without': ({ teams }) => teams.misbehave({ on: 'send', how: { status: 429 } }),
    '412': ({ teams }) => teams.misbehave({ on: 'send', how: { status: 412 } }),
    '500': ({ teams }) => teams.misbehave({ on: 'send', how: { status: 500 } }),
    '502, a page': ({ teams }) => teams.misbehave({ on: 'send', how: { status: 502, body: '<html>Bad gateway</html>' } }),
    'a closed socket': ({ teams }) => teams.misbehave({ on: 'send', how: 'close' }),
    'half an answer': ({ teams }) => teams.misbehave({ on: 'send', how: 'half' }),
    'a slow drip': ({ teams }) => teams.misbehave({ on: 'send', how: 'drip' }),
    silence: ({ teams }) => teams.misbehave({ on: 'send', how: 'timeout' }),
  },
  failed: ({ teams }) => teams.of('send').filter(({ status }) => status !== 201).length,
  say: (world, text, n) =>
    post(
      world.local().origin,
      doorNamed(doorsOf(world), 'Teams'),
      Buffer.from(JSON.stringify(world.teams.says.message(`o-${n}`, text, { conversation: { ...conversations.personal, id: `a:9-${n}` } }))),
    ),
  // What it leaves without an answer (0) it has shown.
  shown: ({ teams }, n) =>
    teams
      .of('send')
      .filter(({ conversation, status }) => conversation === `a:9-${n}` && (status === 201 || status === 0))
      .map(({ body }) => textIn(body)),
  taken: ({ teams }, n) =>
    teams
      .of('send')
      .filter(({ conversation, status }) => conversation === `a:9-${n}` && status === 201)
      .map(({ body }) => textIn(body)),
};

const messenger: Outage = {
  name: 'Messenger',
  faults: {
    '429 with Retry-After': ({ messenger }) => messenger.misbehave({ kind: '429', retryAfter: 1 }),
    '429 without': ({ messenger }) => messenger.misbehave({ kind: '429' }),
    'too many calls, as an error object': ({ messenger }) => messenger.misbehave({ kind: 'limited' }),
    '500': ({ messenger }) => messenger.misbehave({ kind: '500' }),
    '502, a page': ({ messenger }) => messenger.misbehave({ kind: '502' }),
    'a page of something else': ({ messenger }) => messenger.misbehave({ kind: 'page' }),
    'a closed socket': ({ messenger }) => messenger.misbehave({ kind: 'close' }),
    'half an answer': ({ messenger }) => messenger.misbehave({ kind: 'half' }),
    'a slow drip': ({ messenger }) => messenger.misbehave({ kind: 'drip' }),
    silence: ({ messenger }) => messenger.misbehave({ kind: 'silence' }),
  },
  failed: ({ messenger }) => messenger.calls.filter(({ problem, path }) => path.endsWith('/messages') && problem !== undefined).length,
  say: (world, text, n) => {
    const { body } = world.messenger.request(world.messenger.says.message(`m_o${n}`, text, { user: `${9_000 + n}` }));
    return post(world.local().origin, doorNamed(doorsOf(world), 'Messenger'), body);
  },
  shown: ({ messenger }, n) => messenger.sent(`${9_000 + n}`).map(textIn),
  taken: (world, n) => messenger.shown(world, n),
};

const sms: Outage = {
  name: 'SMS',
  faults: {
    '429 with Retry-After': ({ sms }) => sms.misbehave({ kind: '429', retryAfter: 1 }),
    '429 without': ({ sms }) => sms.misbehave({ kind: '429' }),
    '500, as an error object': ({ sms }) => sms.misbehave({ kind: '500' }),
    '502, a page': ({ sms }) => sms.misbehave({ kind: '502' }),
    'a page of something else': ({ sms }) => sms.misbehave({ kind: 'page' }),
    'a closed socket': ({ sms }) => sms.misbehave({ kind: 'close' }),
    'half an answer': ({ sms }) => sms.misbehave({ kind: 'half' }),
    'a slow drip': ({ sms }) => sms.misbehave({ kind: 'drip' }),
    silence: ({ sms }) => sms.misbehave({ kind: 'silence' }),
  },
  failed: ({ sms }) => sms.calls.filter(({ problem }) => problem !== undefined).length,
  say: (world, text, n) =>
    post(world.local().origin, doorNamed(doorsOf(world), 'SMS'), world.sms.message(70_000 + n, text, { From: `+1415556${1_000 + n}` })),
  shown: ({ sms }, n) => sms.sent(`+1415556${1_000 + n}`).map((text) => textIn([text])),
  taken: (world, n) => world.sms.sent(`+1415556${1_000 + n}`).map((text) => textIn([text])),
};

const email: Outage = {
  name: 'Email',
  faults: {
    'no greeting': ({ email }) => email.say('CONN', '421 4.3.2 not now'),
    'a closed socket': ({ email }) => email.say('CONN', 'hang up'),
    'a sender not now': ({ email }) => email.say('MAIL', '451 4.3.0 later'),
    'a reader not now': ({ email }) => email.say('RCPT', '450 4.2.0 later'),
    'a message not now': ({ email }) => email.say('.', '452 4.3.1 full'),
    nonsense: ({ email }) => email.say('MAIL', '503 5.5.1 what?'),
    'a closed socket behind the message': ({ email }) => email.say('.', 'hang up'),
    silence: ({ email }) => email.say('.', 'silence'),
  },
  failed: ({ email }) => email.misled(),
  say: (world, text, n) => {
    const body = world.email.message(80_000 + n, text, { from: `o${n}@people.example` });
    return post(world.local().origin, doorNamed(doorsOf(world), 'Email'), body);
  },
  shown: ({ email }, n) => email.lines(`o${n}@people.example`).map((line) => textIn([line])),
  taken: ({ email }, n) => email.lines(`o${n}@people.example`).map((line) => textIn([line])),
};

/** Those that are written to. Alexa is only ever answered. */
export const outages: readonly Outage[] = [slack, telegram, teams, messenger, sms, email];
