import { describe, expect, it } from 'vitest';
import { alexa } from './alexa.ts';
import { a, type Drawn, object } from './drawn.ts';
import { email } from './email.ts';
import { markdown, mrkdwn } from './inline.ts';
import { messenger } from './messenger.ts';
import { slack } from './slack.ts';
import { sms } from './sms.ts';
import { teams } from './teams.ts';
import { telegram } from './telegram.ts';

/** As HTML, to be read in a test; the page itself never makes HTML of text. */
function html(drawn: readonly Drawn[]): string {
  return drawn
    .map((one) => {
      if (typeof one === 'string') return one;
      const press = object(one.attributes)['data-press'];
      const marks = [one.attributes.class, press, one.attributes.href].filter(Boolean).join(' ');
      return `<${one.tag}${marks ? ` ${marks}` : ''}>${html(one.children)}</${one.tag}>`;
    })
    .join('');
}

describe('what is drawn of a platform’s message', () => {
  it('Slack: rich text, fields, table, buttons', () => {
    const message = {
      text: 'fallback',
      response_type: 'ephemeral',
      blocks: [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'emoji', name: 'white_check_mark' },
                { type: 'text', text: ' up', style: { bold: true } },
                { type: 'link', url: 'https://x.example/' },
              ],
            },
          ],
        },
        { type: 'section', fields: [{ type: 'mrkdwn', text: '*A &amp; B*\n1 &lt; 2' }] },
        {
          type: 'table',
          column_settings: [{}, { align: 'right' }],
          rows: [
            [{ text: 'h' }, { text: 'i' }],
            [{ text: 'a' }, { text: '1' }],
          ],
        },
        { type: 'actions', elements: [{ type: 'button', text: { text: 'Go' }, value: '@0', style: 'danger' }] },
        { type: 'novelty' },
      ],
    };
    expect(html(slack(message))).toBe(
      '<p note>Only visible to you</p><p>✅<strong> up</strong><a https://x.example/>https://x.example/</a></p>' +
        '<div columns><p><strong>A & B</strong>\n1 < 2</p></div>' +
        '<div scroll><table><thead><tr><th>h</th><th right>i</th></tr></thead><tbody><tr><td>a</td><td right>1</td></tr></tbody></table></div>' +
        '<div buttons><button press danger @0>Go</button></div><p undrawn>(novelty)</p>',
    );
    expect(html(slack({ text: 'only words' }))).toBe('<p>only words</p>');
  });

  it('Teams: text, and a card’s elements', () => {
    expect(html(teams({ activity: { text: 'plain **x**', textFormat: 'plain' } }))).toBe('<p>plain **x**</p>');
    const body = [
      {
        type: 'Container',
        style: 'good',
        items: [
          {
            type: 'RichTextBlock',
            inlines: [
              { text: 'up', weight: 'Bolder' },
              { text: ' now', fontType: 'Monospace' },
            ],
          },
        ],
      },
      { type: 'FactSet', facts: [{ title: 'Sta\\_tus', value: '[x](https://x.example/)' }] },
      { type: 'ActionSet', actions: [{ type: 'Action.Submit', title: 'Go', data: { bellhop: '@1' }, style: 'positive' }] },
    ];
    expect(html(teams({ activity: { attachments: [{ content: { body } }] } }))).toBe(
      '<div card><div container good><p><strong>up</strong><code> now</code></p></div><dl><dt>Sta_tus</dt><dd><a https://x.example/>x</a></dd></dl>' +
        '<div buttons><button press primary @1>Go</button></div></div>',
    );
  });

  it('Teams: lines that stand close, in a cell too', () => {
    const line = (text: string, more: object = {}) => ({ type: 'RichTextBlock', inlines: [{ text }], ...more });
    expect(html(teams({ activity: { attachments: [{ content: { body: [line('a'), line('b', { spacing: 'None' })] } }] } }))).toBe(
      '<div card><p>a</p><p close>b</p></div>',
    );
    const rows = [{ cells: [{ items: [line('head')] }] }, { cells: [{ items: [line('c'), line('d', { spacing: 'None' })] }] }];
    expect(html(teams({ activity: { attachments: [{ content: { body: [{ type: 'Table', rows }] } }] } }))).toContain('<span>c<br></br>d</span>');
  });

  it('Telegram: entities by UTF-16 offsets, and the keyboard', () => {
    const payload = {
      text: '✅ up 😀 now',
      entities: [
        { type: 'bold', offset: 2, length: 2 },
        { type: 'code', offset: 8, length: 3 },
      ],
      reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: '@0' }]] },
    };
    expect(html(telegram({ payload }))).toBe(
      '<div bubble><div text>✅ <strong>up</strong> 😀 <code>now</code></div></div><div keyboard><div row><button press @0>Go</button></div></div>',
    );
  });

  it('Messenger: quick replies, buttons, a picture, cards', () => {
    const of = (content: object) => html(messenger({ message: content }));
    const buttons = [{ type: 'postback', title: 'Go', payload: '@0' }];
    const template = (payload: object) => of({ attachment: { type: 'template', payload } });
    expect(of({ text: 'Sure?', quick_replies: [{ content_type: 'text', title: 'Yes', payload: '@0' }] })).toBe(
      '<div bubble><div text>Sure?</div></div><div quick><button press @0>Yes</button></div>',
    );
    expect(template({ template_type: 'button', text: 'Up', buttons })).toBe(
      '<div bubble><div text>Up</div><div stacked><button press @0>Go</button></div></div>',
    );
    expect(template({ template_type: 'generic', elements: [{ title: 'Go', buttons }] })).toBe(
      '<div cards><div bubble><div text>Go</div><div stacked><button press @0>Go</button></div></div></div>',
    );
    expect(of({ attachment: { type: 'image', payload: { url: 'https://c.example/a.png' } } })).toContain('Open picture');
  });

  it('SMS: the text, and in how many segments it is sent', () => {
    expect(html(sms({ body: 'A & B', encoding: 'GSM-7', count: 2 }))).toBe('<div bubble><div text>A & B</div></div><p note>2 segments, GSM-7</p>');
  });

  it('Email: its subject and its text', () => {
    expect(html(email({ subject: 'Up', text: 'A & B', html: '<b>' }))).toBe('<div card><h4>Up</h4><div text>A & B</div></div>');
  });

  it('Alexa: what is heard, without its markup, and the card', () => {
    const message = { speech: '<speak>A &amp; B<break time="1s"/>up</speak>', endSession: true, card: { title: 'Bellhop', text: 'A & B' } };
    expect(html(alexa(message))).toBe('<p speech>A & B up</p><p note>The session ends</p><div card><h4>Bellhop</h4><div text>A & B</div></div>');
  });

  it('anything at all, without throwing', () => {
    for (const odd of [
      null,
      undefined,
      1,
      'x',
      [],
      {},
      { blocks: [null, 1, {}] },
      { activity: { attachments: [null] } },
      { payload: { entities: [{ offset: -1 }] } },
      { message: { attachment: { type: 'template', payload: { template_type: 'generic', elements: [null] } } } },
      { message: { text: 1, quick_replies: [null] } },
    ]) {
      for (const draw of [slack, teams, telegram, messenger, sms, email, alexa]) expect(Array.isArray(draw(odd))).toBe(true);
    }
  });
});

describe('marks', () => {
  it.each([
    ['a **b** _c_ `d`', 'a <strong>b</strong> <em>c</em> <code>d</code>'],
    ['\\*\\*not\\*\\* 5 * 6', '**not** 5 * 6'],
    ['[w\\]x](https://x.example/)', '<a https://x.example/>w]x</a>'],
    ['[x](javascript:alert(1))', '<span>x</span>)'],
    ['**open', '**open'],
    ['SLACK_BOT_TOKEN in C:\\temp', 'SLACK_BOT_TOKEN in C:\\temp'],
  ])('Teams: %s', (text, drawn) => {
    expect(html(markdown(text))).toBe(drawn);
  });

  it('Slack: escapes are read last, so that none of them becomes a mark', () => {
    expect(html(mrkdwn('*a* &lt;b&gt; &amp;amp;'))).toBe('<strong>a</strong> <b> &amp;');
  });

  it('take time in proportion to the text, whatever it is', () => {
    const startedAt = performance.now();
    markdown('['.repeat(12_000));
    markdown('**'.repeat(12_000));
    mrkdwn('*a '.repeat(12_000));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('a link leads to the web or to mail, and nowhere else', () => {
    expect(html([a('javascript:alert(1)', 'x'), a('https://x.example', 'y')])).toBe('<span>x</span><a https://x.example>y</a>');
  });
});
