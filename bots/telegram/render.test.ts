import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RenderContext } from '../../shared/channel/channel.ts';
import type { Action } from '../../shared/reply/action.ts';
import { shortToken, tokenOf } from '../../shared/reply/action.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { link, marked } from '../../shared/reply/text.ts';
import { anyChart } from '../../test/any-chart.ts';
import { chatsOf } from '../../test/platforms/telegram/chats.ts';
import type { TelegramMessage } from './message.ts';
import { render } from './render.ts';
import type { Entity } from './styled.ts';

const direct = { channel: 'telegram', bot: 'main', tenant: '1', conversation: '77', message: '5', direct: true, user: '77' };
const group = { channel: 'telegram', bot: 'main', tenant: '1', conversation: '-1001', message: '5', user: '77' };

function contextFor(answer: Reply, place: RenderContext['place'] = direct): RenderContext {
  const token = (index: number) => {
    const long = tokenOf(answer.actions?.[index] as Action, 'n');
    return Buffer.byteLength(long) <= 64 ? long : shortToken(long);
  };
  return { place, locale: 'en', timeZone: 'UTC', token };
}

const rendered = (answer: Reply, place?: RenderContext['place']) => render(answer, contextFor(answer, place));

/** The words of a message, text or caption; of a rich one those that stand for it. */
const words = ({ method, payload, instead }: TelegramMessage): string => {
  if (method === 'sendRichMessage') return instead ? words(instead) : '';
  return method === 'sendMessage' ? payload.text : payload.caption;
};
const marks = ({ method, payload, instead }: TelegramMessage): readonly Entity[] => {
  if (method === 'sendRichMessage') return instead ? marks(instead) : [];
  return method === 'sendMessage' ? payload.entities : payload.caption_entities;
};
const marked_ = (message: TelegramMessage) => marks(message).map((m) => [m.type, words(message).slice(m.offset, m.offset + m.length)]);
const rowsOf = ({ payload: { reply_markup: markup } }: TelegramMessage) => (markup && 'inline_keyboard' in markup ? markup.inline_keyboard : []);
const buttonsOf = (message: TelegramMessage) => rowsOf(message).flat();

describe('marks', () => {
  it('are entities beside the text, counted in UTF-16', () => {
    const [message] = rendered(reply(marked`👍 *up* and _slow_, \`x<b>\`, ${link('docs', 'https://e.example/a?b=1')}`));
    expect(message && words(message)).toBe('👍 up and slow, x<b>, docs');
    expect(message && marked_(message)).toEqual([
      ['bold', 'up'],
      ['italic', 'slow'],
      ['code', 'x<b>'],
      ['text_link', 'docs'],
    ]);
  });

  it('in a parameter stay words: no markup, no entity', () => {
    const evil = '*bold* <b>x</b> [a](https://evil.example) `c` &lt;';
    const [message] = rendered(reply(marked`${evil} is down`));
    expect(message?.payload).toEqual({ text: `${evil} is down`, entities: [], link_preview_options: { is_disabled: true } });
  });

  it('nobody is mentioned by a parameter, and addresses stay whole', () => {
    const [message] = rendered(reply(marked`ask ${'@everyone'} or ${'ada@mail.example'}: ${'@'}${'bob'}`));
    expect(message && words(message)).toBe('ask @\u2060everyone or ada@mail.example: @\u2060bob');
  });

  it('an address in the words stays whole, and mentions nobody: it is a link to itself', () => {
    const [message] = rendered(reply([{ bold: 'up: https://a.example/@bob?x=1.' }, ' (https://a.example/x) https://localhost/@bob']));
    expect(message && words(message)).toBe('up: https://a.example/@bob?x=1. (https://a.example/x) https://localhost/@\u2060bob');
    expect(message && marks(message)).toMatchObject([
      { type: 'bold', offset: 0, length: 4 },
      { type: 'text_link', url: 'https://a.example/@bob?x=1', length: 26 },
      { type: 'bold', length: 1 },
    ]);
  });

  it('an address that Telegram would refuse is written out', () => {
    const [message] = rendered(reply([{ link: 'here', url: 'http://localhost:8080/x' }, ' ', { link: 'mail', url: 'mailto:a@b.example' }]));
    expect(message && words(message)).toBe('here (http://localhost:8080/x) mail (a@b.example)');
    expect(message && marks(message)).toEqual([]);
  });
});

describe('parts of a reply', () => {
  it('severity, fields and a table stand in one rich message; where there is none, the table aligned in a monospaced block', () => {
    const answer = reply('Checked', {
      severity: 'warning',
      fields: [
        { name: 'Status', value: '200' },
        { name: 'Took', value: marked`*12 ms*` },
      ],
      table: {
        columns: [{ title: 'Phase' }, { title: 'ms', align: 'right' }],
        rows: [
          ['DNS', '3'],
          ['東京', '120'],
        ],
      },
    });
    const [message, ...more] = rendered(answer);
    expect(more).toEqual([]);
    expect(message?.method === 'sendRichMessage' && message.payload.rich_message.blocks).toEqual([
      { type: 'paragraph', text: ['⚠️ Checked'] },
      { type: 'paragraph', text: [{ type: 'bold', text: 'Status' }, ': 200'] },
      { type: 'paragraph', text: [{ type: 'bold', text: 'Took' }, ': ', { type: 'bold', text: '12 ms' }] },
      {
        type: 'table',
        is_bordered: true,
        is_striped: true,
        cells: [
          [
            { text: 'Phase', is_header: true, align: 'left', valign: 'top' },
            { text: 'ms', is_header: true, align: 'right', valign: 'top' },
          ],
          [
            { text: 'DNS', align: 'left', valign: 'top' },
            { text: '3', align: 'right', valign: 'top' },
          ],
          [
            { text: '東京', align: 'left', valign: 'top' },
            { text: '120', align: 'right', valign: 'top' },
          ],
        ],
      },
    ]);
    expect(message && words(message)).toBe('⚠️ Checked\n\nStatus: 200\nTook: 12 ms\n\nPhase   ms\n─────  ───\nDNS      3\n東京   120');
    expect(message && marked_(message).map(([type]) => type)).toEqual(['bold', 'bold', 'bold', 'pre']);
  });

  it('a picture has the words as its caption, and a way without it', () => {
    const answer = reply('Here', {
      image: { url: 'https://c.example/a.png', alt: 'Chart' },
      actions: [{ label: 'Again', command: 'chart', args: {} }],
    });
    const [message, ...more] = rendered(answer);
    expect(more).toEqual([]);
    expect(message).toMatchObject({
      method: 'sendPhoto',
      payload: { photo: 'https://c.example/a.png', caption: 'Here' },
      instead: { method: 'sendMessage', payload: { text: 'Here\n\nChart', entities: [{ type: 'text_link', url: 'https://c.example/a.png' }] } },
    });
    expect(message && buttonsOf(message)).toEqual([{ text: 'Again', callback_data: 'chart' }]);
    expect(message?.instead && buttonsOf(message.instead)).toHaveLength(1);
  });

  it('a picture whose words are too long for a caption comes first, the buttons under the last words', () => {
    const answer = reply('x '.repeat(2_500), {
      image: { url: 'https://c.example/a.png', alt: 'Chart' },
      actions: [{ label: 'Again', command: 'c', args: {} }],
    });
    const messages = rendered(answer);
    expect(messages.map(({ method }) => method)).toEqual(['sendPhoto', 'sendMessage', 'sendMessage']);
    expect(messages.map((m) => buttonsOf(m).length)).toEqual([0, 0, 1]);
  });

  it('the words of a chart that grow by what keeps addresses from being mentions stay within a caption', () => {
    const labels = Array.from({ length: 12 }, (_, i) => `@${String(i).repeat(60)}`);
    const chart = { kind: 'bar', title: '@a '.repeat(60), labels, series: [{ name: 'n', values: labels.map((_, i) => i) }] } as const;
    const [picture] = rendered({ text: 'x'.repeat(5_000), chart });
    expect(picture?.method).toBe('sendPhoto');
    expect(words(picture as TelegramMessage)?.length).toBeLessThanOrEqual(1_024);
  });

  it('short labels share a row, long ones have their own, and the 101st button starts another keyboard', () => {
    const actions = Array.from({ length: 230 }, (_, i) => ({
      label: i < 4 ? `Go ${i}` : `A rather long label ${i}`,
      command: 'go',
      args: { n: String(i) },
    }));
    const messages = rendered(reply('Choose', { actions }));
    expect(messages.map((m) => buttonsOf(m).length)).toEqual([100, 100, 30]);
    expect(
      messages.slice(0, 1).flatMap((m) =>
        rowsOf(m)
          .slice(0, 3)
          .map((row) => row.length),
      ),
    ).toEqual([3, 1, 1]);
    expect(new Set(messages.flatMap(buttonsOf).map((b) => b.callback_data)).size).toBe(230);
  });

  it('a danger is shown as one', () => {
    const [message] = rendered(reply('Sure?', { actions: [{ label: 'Drop', command: 'drop', args: {}, style: 'danger' }] }));
    expect(message && buttonsOf(message)).toEqual([{ text: 'Drop', callback_data: 'drop', style: 'danger' }]);
  });

  it('nothing to see is still a message', () => {
    expect(rendered(reply(' \u200b\n')).map(words)).toEqual(['…']);
  });
});

describe('where it stands', () => {
  it('an answer in a group quotes what it answers, once', () => {
    const messages = rendered(reply('y '.repeat(3_000)), group);
    expect(messages.map((m) => m.payload.reply_parameters)).toEqual([{ message_id: 5, allow_sending_without_reply: true }, undefined]);
  });

  it('in a private chat nothing is quoted, nor a pressed button’s own message', () => {
    expect(rendered(reply('y'))[0]?.payload.reply_parameters).toBeUndefined();
    expect(rendered(reply('y'), { ...group, via: { query: 'q' } })[0]?.payload.reply_parameters).toBeUndefined();
  });

  it('a private answer in a group says so to `send`, and keeps room for the note', () => {
    const messages = rendered(reply('z'.repeat(9_000), { visibility: 'private' }), group);
    expect(messages.map((m) => m.privately !== undefined)).toEqual(messages.map(() => true));
    for (const message of messages) expect(words(message).length + (messages[0]?.privately?.length ?? 0)).toBeLessThanOrEqual(4_096);
    expect(rendered(reply('z', { visibility: 'private' }))[0]).not.toHaveProperty('privately');
  });
});

it('what is only for an anonymous admin stands in the group, in whose name they speak', () => {
  expect(rendered(reply('z', { visibility: 'private' }), { ...group, user: '-1001' })[0]).not.toHaveProperty('privately');
});

describe('a question', () => {
  const question = reply('Which address?', { asks: true });

  it('that is asked again opens a reply too, though a voice would say it shorter', () => {
    const again = reply('“x” is no address. Which address?', {
      asks: true,
      speech: 'Which address?',
      asksFor: { command: 'check', param: 'site', slot: 'AMAZON.SearchQuery' },
    });
    expect(rendered(again, group)[0]?.payload).toMatchObject({ reply_markup: { force_reply: true, selective: true } });
  });

  it('in a group opens a reply for the person asked, for the bot hears no other words there', () => {
    expect(rendered(question, group)[0]?.payload).toMatchObject({
      text: 'Which address?',
      reply_markup: { force_reply: true, selective: true },
      reply_parameters: { message_id: 5 },
    });
  });

  it('after a pressed button, which nothing quotes, says in words that it wants a reply', () => {
    const [message] = rendered(question, { ...group, via: { query: 'q' } });
    expect(message && words(message)).toBe('Which address?\n\nReply to this message with your answer.');
    expect(message?.payload).not.toHaveProperty('reply_markup');
  });

  it('in a private chat is a message as any other, as are its buttons, and a reply that a voice alone goes on from', () => {
    expect(rendered(question)[0]?.payload).toEqual({ text: 'Which address?', entities: [], link_preview_options: { is_disabled: true } });
    const [choice] = rendered({ ...question, actions: [{ label: 'Yes', command: 'go', args: {} }] }, group);
    expect(choice && buttonsOf(choice)).toHaveLength(1);
    expect(rendered(reply('All I can do', { asks: true, speech: 'What would you like?' }), group)[0]?.payload).not.toHaveProperty('reply_markup');
  });
});

describe('long texts', () => {
  it('are split at a natural place, marks going on in the next part', () => {
    const long = Array.from({ length: 400 }, (_, i) => `Sentence number ${i} is here.`).join(' ');
    const messages = rendered(reply([{ bold: long }]));
    expect(messages.length).toBe(3);
    expect(messages.map(words).join(' ')).toBe(long);
    for (const message of messages) expect(marked_(message)).toEqual([['bold', words(message)]]);
    expect(words(messages[0] as TelegramMessage).endsWith('.')).toBe(true);
  });

  it('a table is cut between its rows, and keeps its columns', () => {
    const table = {
      columns: [{ title: 'n', align: 'right' as const }, { title: 'word' }],
      rows: Array.from({ length: 900 }, (_, i) => [String(i), 'wörd']),
    };
    const messages = rendered(reply('T', { table }));
    for (const message of messages.slice(1)) expect(words(message)).toMatch(/^( *\d+ {2}wörd\n)* *\d+ {2}wörd$/);
  });

  it('more than twenty messages end with what is missing', () => {
    const messages = rendered(reply('word '.repeat(40_000)));
    expect(messages).toHaveLength(20);
    expect(words(messages[19] as TelegramMessage)).toMatch(/^… and \d+ more characters/);
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '@all @bob',
    'see https://a.example/@bob, https://b/@bob and http://c.example/@',
    '\ud800',
    '👩‍👩‍👧',
    '/start@x',
    'a'.repeat(5_000),
    '😀 '.repeat(3_000),
    '\n\n\n',
    'x\r\ny',
    '\u202e\u2066',
    '@',
  ),
);
const anyUrl = fc.oneof(
  fc.webUrl(),
  fc.constantFrom(
    'https://e.example',
    'http://localhost',
    'http://[::1]:1/',
    'mailto:a@b',
    'https://',
    'nonsense',
    'javascript:x',
    'https://ü.example/ü',
    'http://e.example:0/',
  ),
);
const anySpan = fc.oneof(
  anyText,
  anyText.map((bold) => ({ bold })),
  anyText.map((italic) => ({ italic })),
  anyText.map((code) => ({ code })),
  fc.tuple(anyText, anyUrl).map(([words, url]) => ({ link: words, url })),
);
const anyMarked = fc.oneof(anyText, fc.array(anySpan, { maxLength: 8 }), fc.array(anySpan, { minLength: 150, maxLength: 250 }));
const anyAction: fc.Arbitrary<Action> = fc.record(
  {
    label: anyText,
    command: fc.stringMatching(/^[a-z][a-z0-9_]{0,31}$/),
    args: fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/),
      anyText.map((t) => t.toWellFormed()),
      { maxKeys: 3 },
    ),
    style: fc.constantFrom('primary' as const, 'danger' as const),
  },
  { requiredKeys: ['label', 'command', 'args'] },
);
const anyReply: fc.Arbitrary<Reply> = fc.record(
  {
    text: anyMarked,
    fields: fc.array(fc.record({ name: anyText, value: anyMarked }), { maxLength: 6 }),
    table: fc.record({
      columns: fc.array(fc.record({ title: anyText, align: fc.constantFrom('left' as const, 'right' as const) }, { requiredKeys: ['title'] }), {
        maxLength: 6,
      }),
      rows: fc.array(fc.array(anyText, { maxLength: 7 }), { maxLength: 30 }),
    }),
    chart: anyChart(anyText),
    image: fc.record({ url: anyUrl, alt: anyText }),
    actions: fc.array(anyAction, { maxLength: 130 }),
    severity: fc.constantFrom('info' as const, 'success' as const, 'warning' as const, 'error' as const),
    visibility: fc.constantFrom('here' as const, 'private' as const, 'thread' as const),
    asks: fc.boolean(),
  },
  { requiredKeys: ['text'] },
);

/** A chart as it is sent. */
const drawn = (payload: object) => ('photo' in payload && typeof payload.photo === 'object' ? { photo: new File(['png'], 'chart.png') } : {});

it('any reply becomes messages that Telegram takes', () => {
  const { answer } = chatsOf(new Map(), new Set());
  fc.assert(
    fc.property(anyReply, fc.constantFrom(direct, group), (any, place) => {
      const messages = rendered(any, place);
      expect(messages.length).toBeGreaterThan(0);
      expect(JSON.parse(JSON.stringify(messages))).toEqual(messages);
      for (const { method, payload, instead } of messages) {
        for (const call of [{ method, payload }, ...(instead ? [instead] : [])]) {
          const said = answer(call.method, { ...call.payload, ...drawn(call.payload), chat_id: 77 });
          expect(said?.ok === false ? said.description : '').toBe('');
        }
      }
    }),
    { numRuns: 300 },
  );
});
