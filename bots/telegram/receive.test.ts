import { beforeEach, describe, expect, it } from 'vitest';
import { channelContract } from '../../shared/channel/channel.contract.ts';
import type { HttpRequest, Received } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { says, standInBot } from '../../test/platforms/telegram/says.ts';
import { telegram } from './channel.ts';
import { telegramReceive } from './receive.ts';

const secret = 'a-secret_1';
const clock = { now: () => 1_900_000_000_000 };
let botName: string | undefined = standInBot.name;
const receive = telegramReceive({ secret, botId: standInBot.id, botName: () => botName, clock });
const people = says(clock.now);
const group = -1_001;

beforeEach(() => {
  botName = standInBot.name;
});

function signed(body: Buffer, token: string | undefined = secret): HttpRequest {
  const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { 'x-telegram-bot-api-secret-token': token }) };
  return { method: 'POST', path: '/telegram/webhook', query: '', headers, body };
}

const received = (update: unknown): Received => receive(signed(Buffer.from(JSON.stringify(update))));

function inboundOf(update: unknown): Inbound {
  const got = received(update);
  if (got.kind !== 'inbound' || !got.inbound[0]) throw new Error(`expected an inbound, got ${got.kind}`);
  return got.inbound[0];
}

channelContract('telegram', () => {
  const { on } = telegram.configure(
    { TELEGRAM_BOT_TOKEN: `${standInBot.id}:x`, TELEGRAM_WEBHOOK_SECRET: secret, TELEGRAM_API_ROOT: 'http://127.0.0.1:9' },
    { clock, random: () => 0.5, url: 'http://127.0.0.1:8080', env: {} },
  ) as Extract<ReturnType<typeof telegram.configure>, { on: unknown }>;
  const update = (deliveryId: string) => {
    const id = Number.parseInt(deliveryId, 36);
    return people.message('check example.com', { messageId: id, date: 1_899_999_999 }, id);
  };
  const valid = (deliveryId: string) => signed(Buffer.from(JSON.stringify(update(deliveryId))));
  const { body } = valid('a1');
  return {
    channel: on,
    valid,
    signed: (bytes) => signed(bytes),
    forged: {
      'no secret': { ...signed(body), headers: {} },
      'empty secret': signed(body, ''),
      'wrong secret': signed(body, 'a-secret_2'),
      'part of the secret': signed(body, 'a-secret'),
      'longer than the secret': signed(body, `${secret}1`),
      'of other letters': signed(body, 'ä-secret_1'),
      'told twice': { ...signed(body), headers: { 'x-telegram-bot-api-secret-token': `${secret}, ${secret}` } },
    },
    own: signed(Buffer.from(JSON.stringify(people.message('check a.b', { chat: group, from: { id: standInBot.id, isBot: true } })))),
  };
});

describe('in a private chat', () => {
  it.each([
    ['check example.com', 'check example.com'],
    ['/check example.com', 'check example.com'],
    ['/check@bellhop_bot example.com', 'check example.com'],
    ['/check@Bellhop_Bot   example.com', 'check example.com'],
    ['/check', 'check'],
    ['@bellhop_bot check example.com', 'check example.com'],
    ['/tmp/file is full', 'tmp/file is full'],
    ['remind me at 9\nto stretch', 'remind me at 9\nto stretch'],
    ['mail a@bellhop_bot.example', 'mail a@bellhop_bot.example'],
  ])('%j is for us as %j', (text, meant) => {
    expect(inboundOf(people.message(text)).said).toEqual({ kind: 'text', text: meant, ...(/^\/check/.test(text) ? { explicit: true } : {}) });
  });

  it('a command for another bot is nothing', () => {
    expect(received(people.message('/check@other_bot example.com')).kind).toBe('nothing');
  });

  it('says who spoke, where, when and in which language', () => {
    expect(inboundOf(people.message('help', { messageId: 9, date: 1_899_999_990, from: { id: 8, name: 'Bo', language: 'pt-BR' } }, 31))).toEqual({
      key: expect.stringMatching(/^8:9:\w+$/),
      place: { channel: 'telegram', bot: 'main', tenant: '424242', conversation: '8', message: '9', direct: true, user: '8' },
      from: { user: '8', name: 'Bo' },
      said: { kind: 'text', text: 'help' },
      locale: 'pt-BR',
      saidAt: 1_899_999_990_000,
    });
  });

  it('an edit is said again, under its own key and time', () => {
    const first = inboundOf(people.message('check a.example', { messageId: 4, date: 1_800_000_000 }));
    const edited = inboundOf(people.edit('check b.example', { messageId: 4, date: 1_800_000_000, editDate: 1_800_000_060 }));
    expect(edited.key).not.toBe(first.key);
    expect(edited.said).toEqual({ kind: 'text', text: 'check b.example' });
    expect(edited.saidAt).toBe(1_800_000_060_000);
  });

  it('an edit told again is the same edit, for the first telling may have been refused', () => {
    inboundOf(people.message('check a.example', { messageId: 40 }));
    const edit = people.edit('check b.example', { messageId: 40 });
    expect(inboundOf(edit)).toEqual(inboundOf(edit));
  });

  it('an edit back to what was said first is said again', () => {
    inboundOf(people.message('check a.example', { messageId: 41 }));
    inboundOf(people.edit('check b.example', { messageId: 41 }));
    expect(inboundOf(people.edit('check a.example', { messageId: 41 })).said).toEqual({ kind: 'text', text: 'check a.example' });
  });

  it('a reaction comes as an edit that changes no word: it is nothing, however often', () => {
    const at = { messageId: 42, date: 1_899_990_000 };
    for (const words of ['remind me in 2 hours to stretch', '/start']) {
      inboundOf(people.message(words, at));
      expect(received(people.reacted(words, at)).kind).toBe('nothing');
      expect(received(people.reacted(words, at)).kind).toBe('nothing');
    }
    inboundOf(people.edit('remind me in 3 hours to stretch', at));
    expect(received(people.reacted('remind me in 3 hours to stretch', at)).kind).toBe('nothing');
  });

  it('a reaction that another process reads has the key of the words that were said: they are known', () => {
    const another = telegramReceive({ secret, botId: standInBot.id, botName: () => botName, clock });
    const keyThere = (update: unknown) => {
      const got = another(signed(Buffer.from(JSON.stringify(update))));
      return got.kind === 'inbound' ? got.inbound[0]?.key : got.kind;
    };
    const at = { messageId: 46, date: 1_899_999_500 };
    const { key } = inboundOf(people.message('check a.example', at));
    expect(keyThere(people.reacted('check a.example', at))).toBe(key);
    const edited = inboundOf(people.edit('check b.example', at)).key;
    expect(edited).not.toBe(key);
    expect(keyThere(people.edit('check b.example', at))).toBe(edited);
    expect(keyThere(people.reacted('check b.example', at))).toBe('nothing');
  });

  it('an edit back to what was said first has a key of its own, the same when it is told again', () => {
    const at = { messageId: 47 };
    const first = inboundOf(people.message('check a.example', at)).key;
    inboundOf(people.edit('check b.example', at));
    const back = people.edit('check a.example', at);
    const { key } = inboundOf(back);
    expect(key).not.toBe(first);
    expect(inboundOf(back).key).toBe(key);
    expect(received(people.reacted('check a.example', at)).kind).toBe('nothing');
  });

  it('thousands of other messages later a reaction is nothing still', () => {
    inboundOf(people.message('check a.example', { messageId: 44, date: 1_899_999_999 }));
    for (let n = 0; n < 4_000; n++) inboundOf(people.message('check b.example', { messageId: 1_000_000 + n }));
    expect(received(people.reacted('check a.example', { messageId: 44, date: 1_899_999_999 })).kind).toBe('nothing');
  });

  it('an edit of what this process never read is a correction soon after it was said, and later taken for a reaction', () => {
    const edit = (seconds: number) => people.edit('check a.example', { messageId: 43, date: 1_899_990_000, editDate: 1_899_990_000 + seconds });
    expect(received(edit(15 * 60)).kind).toBe('inbound');
    expect(received(edit(15 * 60 + 1)).kind).toBe('nothing');
  });

  it('a caption counts as words', () => {
    const photo = { text: undefined, entities: undefined, photo: [], caption: '/check example.com' };
    expect(inboundOf(people.message('', { over: photo })).said).toEqual({ kind: 'text', text: 'check example.com', explicit: true });
  });

  it.each(['/start', '/start deep-link', '/start@bellhop_bot'])('%j is the welcome', (text) => {
    expect(inboundOf(people.message(text)).said).toEqual({ kind: 'event', event: 'welcome' });
  });

  it('blocking and unblocking is nothing: /start is the welcome', () => {
    expect(received(people.added(77)).kind).toBe('nothing');
  });
});

describe('in a group', () => {
  it.each([
    ['/check example.com', 'check example.com'],
    ['/check@bellhop_bot example.com', 'check example.com'],
    ['@bellhop_bot check example.com', 'check example.com'],
    ['check example.com @BELLHOP_BOT', 'check example.com'],
    ['please @bellhop_bot   check example.com', 'please check example.com'],
    ['@bellhop_bot', ''],
    ['/check @bellhop_bot example.com', 'check example.com'],
  ])('%j is for us as %j', (text, meant) => {
    const { said, place } = inboundOf(people.message(text, { chat: group }));
    expect(said).toEqual({ kind: 'text', text: meant, ...(text.startsWith('/') ? { explicit: true } : {}) });
    expect(place).toMatchObject({ conversation: '-1001', user: '77' });
    expect(place).not.toHaveProperty('direct');
  });

  it.each(['check example.com', '@other_bot check example.com', '/check@other_bot example.com', '/tmp/file', '@bellhop_bot_2 help', ''])(
    '%j is not for us',
    (text) => {
      expect(received(people.message(text, { chat: group })).kind).toBe('nothing');
    },
  );

  it('a reply to the bot is for us, a reply to someone else is not', () => {
    const to = (id: number, more = {}) => ({ over: { reply_to_message: { message_id: 3, from: { id, is_bot: true }, ...more } }, chat: group });
    expect(inboundOf(people.message('yes', to(standInBot.id))).said).toEqual({ kind: 'text', text: 'yes' });
    expect(received(people.message('yes', to(5))).kind).toBe('nothing');
  });

  it('a message in a topic that the bot made is no reply to the bot', () => {
    const over = { reply_to_message: { message_id: 3, from: { id: standInBot.id, is_bot: true }, forum_topic_created: { name: 'Ops' } } };
    expect(received(people.message('just talking', { chat: group, topic: 3, over })).kind).toBe('nothing');
  });

  it('a mention without a username counts', () => {
    const over = { entities: [{ type: 'text_mention', offset: 0, length: 7, user: { id: standInBot.id } }] };
    expect(inboundOf(people.message('Bellhop help', { chat: group, over })).said).toEqual({ kind: 'text', text: 'help' });
  });

  it('an anonymous admin speaks as the group', () => {
    const over = { sender_chat: { id: group, type: 'supergroup', title: 'Ops' } };
    const from = { id: 1_087_968_824, name: 'Group', isBot: true };
    expect(inboundOf(people.message('/check a.example', { chat: group, from, over }))).toMatchObject({
      from: { user: '-1001', name: 'Ops' },
      place: { conversation: '-1001', user: '-1001' },
      said: { text: 'check a.example' },
    });
    expect(inboundOf(people.message('/check a.example', { chat: group, from, over }))).not.toHaveProperty('locale');
  });

  it('keeps the topic, and takes no thread of replies for one', () => {
    expect(inboundOf(people.message('/help', { chat: group, topic: 12 })).place.thread).toBe('12');
    expect(inboundOf(people.message('/help', { chat: group, over: { message_thread_id: 12 } })).place).not.toHaveProperty('thread');
  });

  it('is welcomed once it has been added, not when it is made an admin', () => {
    expect(inboundOf(people.added(group)).said).toEqual({ kind: 'event', event: 'welcome' });
    const member = { user: { id: standInBot.id }, status: 'member' };
    const promoted = people.other('my_chat_member', {
      ...(people.added(group).my_chat_member as object),
      old_chat_member: member,
      new_chat_member: { ...member, status: 'administrator' },
    });
    expect(received(promoted).kind).toBe('nothing');
  });

  it('greets the group itself when an anonymous admin has added it', () => {
    const by = { id: 1_087_968_824, is_bot: true, first_name: 'Group' };
    const update = people.added(group);
    const { from } = inboundOf({ ...update, my_chat_member: { ...(update.my_chat_member as object), from: by } });
    expect(from).toEqual({ user: '-1001', name: 'Ops' });
  });

  it('before the bot knows its name, what depends on it comes again later; the rest goes on', () => {
    botName = undefined;
    for (const text of ['/check@bellhop_bot a.example', '@bellhop_bot help']) {
      const got = received(people.message(text, { chat: group }));
      expect(got).toMatchObject({ kind: 'refused', reason: 'name_unknown', ack: { status: 503, headers: { 'retry-after': '1' } } });
    }
    expect(inboundOf(people.message('/check a.example', { chat: group })).said).toEqual({ kind: 'text', text: 'check a.example', explicit: true });
    expect(received(people.message('just talking', { chat: group })).kind).toBe('nothing');
  });
});

describe('a pressed button', () => {
  it('is an action, and is answered in the acknowledgement', () => {
    const got = received(people.press('check|site=a', { chat: group, topic: 4, messageId: 6 }, 'query-1', 88));
    expect(got).toMatchObject({
      kind: 'inbound',
      inbound: [
        {
          key: '88',
          said: { kind: 'action', token: 'check|site=a' },
          place: { conversation: '-1001', thread: '4', message: '6', user: '77', via: { query: 'query-1' } },
          saidAt: clock.now(),
        },
      ],
      ack: { status: 200, headers: { 'content-type': 'application/json' } },
    });
    expect(JSON.parse((got as { ack: { body: string } }).ack.body)).toEqual({ method: 'answerCallbackQuery', callback_query_id: 'query-1' });
  });

  it('works under a message too old to be told', () => {
    const update = people.press('help', {}, 'q2');
    const under = { chat: { id: 77, type: 'private' }, message_id: 3, date: 0 };
    expect(inboundOf({ ...update, callback_query: { ...(update.callback_query as object), message: under } }).place.conversation).toBe('77');
  });

  it.each([{ id: 7 }, { id: '' }, { id: 'q'.repeat(300) }, { id: undefined }])(
    'without a name of its own (%j) is nothing, and never comes again',
    (over) => {
      const update = people.press('help', {}, 'q9');
      expect(received({ ...update, callback_query: { ...(update.callback_query as object), ...over } })).toEqual({
        kind: 'nothing',
        ack: { status: 200 },
      });
    },
  );

  it.each([{ data: undefined, game_short_name: 'x' }, { message: undefined, inline_message_id: 'i' }, { data: '' }, { message: { chat: null } }])(
    'that means nothing to us (%j) is answered all the same',
    (over) => {
      const update = people.press('help', {}, 'q3');
      const got = received({ ...update, callback_query: { ...(update.callback_query as object), ...over } });
      expect(got.kind).toBe('nothing');
      expect(got).toHaveProperty('ack.body', JSON.stringify({ method: 'answerCallbackQuery', callback_query_id: 'q3' }));
    },
  );
});

describe('what is nobody’s command', () => {
  const message = (over: object, chat = 77) => people.message('/help', { chat, over: { ...over } });
  it.each<[string, object]>([
    ['a channel post', people.other('channel_post', { message_id: 1, chat: { id: -5, type: 'channel' }, date: 1, text: '/help' })],
    ['an edited channel post', people.other('edited_channel_post', { message_id: 1, chat: { id: -5, type: 'channel' }, date: 1, text: '/help' })],
    ['a message in a channel', message({ chat: { id: -5, type: 'channel' } })],
    ['another bot', people.message('/help', { chat: group, from: { id: 9, isBot: true } })],
    [
      'a channel that somebody speaks as',
      people.message('/help', { chat: group, from: { id: 136_817_688, isBot: true }, over: { sender_chat: { id: -1_009, type: 'channel' } } }),
    ],
    ['an anonymous admin of nothing', people.message('/help', { chat: group, from: { id: 1_087_968_824, isBot: true } })],
    ['a channel post copied into its group', message({ is_automatic_forward: true }, group)],
    ['what an inline bot wrote', message({ via_bot: { id: standInBot.id } }, group)],
    ['a new member', message({ text: undefined, entities: undefined, new_chat_members: [{ id: 3 }] }, group)],
    ['a pinned message', message({ text: undefined, pinned_message: {} }, group)],
    ['a migration', message({ text: undefined, migrate_to_chat_id: -100_200 }, group)],
    ['a sticker', message({ text: undefined, sticker: {} })],
    ['a message of nobody', message({ from: undefined })],
    ['an inline query', people.other('inline_query', { id: '1', query: '/help', from: { id: 3 } })],
    ['a poll', people.other('poll', { id: '1' })],
    ['a join request', people.other('chat_join_request', { chat: { id: group, type: 'supergroup' }, from: { id: 3 } })],
    ['a kind that does not exist yet', people.other('telepathy', { text: '/help' })],
    ['an update with nothing in it', { update_id: 5 }],
  ])('%s is acknowledged and is nothing', (_, update) => {
    expect(received(update)).toEqual({ kind: 'nothing', ack: { status: 200 } });
  });

  it.each(['', '{', 'null', '[]', '"x"', '7', '{}', '{"update_id":"7"}', '{"update_id":1.5}', '{"update_id":-1}', '{"update_id":1e999}'])(
    '%j is no update: 400',
    (body) => {
      expect(receive(signed(Buffer.from(body)))).toMatchObject({ kind: 'refused', ack: { status: 400 } });
    },
  );

  it('a value that can’t be made a string is no crash', () => {
    const trap = { toString: 1, valueOf: 1 };
    const update = people.added(group);
    expect(received({ ...update, my_chat_member: { ...(update.my_chat_member as object), old_chat_member: { status: trap } } }).kind).toBe('inbound');
    expect(received(people.message('/help', { over: { chat: { id: trap, type: trap } } })).kind).toBe('nothing');
    expect(received(people.edit('/help', { over: { date: trap, edit_date: trap } })).kind).toBe('nothing');
  });
});

it('an empty secret lets nobody in: it is refused when the channel is opened', () => {
  expect(() => telegramReceive({ secret: '', botId: 1, clock })).toThrow('empty secret');
});
