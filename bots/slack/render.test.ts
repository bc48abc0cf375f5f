import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RenderContext } from '../../shared/channel/channel.ts';
import { fields, type Reply, reply } from '../../shared/reply/reply.ts';
import { link, marked, type Span } from '../../shared/reply/text.ts';
import { anyChart, week, year } from '../../test/any-chart.ts';
import { refusalOfMessage } from '../../test/platforms/slack/limits.ts';
import { render as renderAll } from './render.ts';

const place = { channel: 'slack', bot: 'main', tenant: 'T1', conversation: 'C1', user: 'U1', message: '1700000000.000100' };
const context: RenderContext = { place, locale: 'en', timeZone: 'UTC', token: (index) => `check|n=${index}` };
/** Of what is uploaded as a picture, what stands for it. */
const render = (...parts: Parameters<typeof renderAll>) => renderAll(...parts).map((message) => ('instead' in message ? message.instead : message));
const only = (answer: Reply) => {
  const [message, ...more] = render(answer, context);
  if (!message || more.length > 0) throw new Error('expected one message');
  return message;
};

/** All text objects that Slack would parse. */
function parsed(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)];
  return Object.values(value).flatMap(parsed);
}
function types(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...('type' in value ? [String(value.type)] : []), ...Object.values(value).flatMap(types)];
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '<!everyone>',
    '<!channel>',
    '<@U0001>',
    '*bold*',
    '_i_',
    '`c`',
    '```',
    ':smile:',
    '> quote',
    '<https://evil.example|bank>',
    'https://[',
    '&amp;',
    '\ud800',
    '',
    ' ',
    '\n',
  ),
  fc.string({ minLength: 2_900, maxLength: 9_000 }),
);
const span: fc.Arbitrary<Span> = fc.oneof(
  nasty,
  nasty.map((bold) => ({ bold })),
  nasty.map((italic) => ({ italic })),
  nasty.map((code) => ({ code })),
  fc.tuple(nasty, fc.oneof(fc.webUrl(), nasty)).map(([text, url]) => ({ link: text, url })),
);
const text = fc.oneof(nasty, fc.array(span, { maxLength: 8 }));
const anyReply: fc.Arbitrary<Reply> = fc.record(
  {
    text,
    fields: fc.array(fc.record({ name: nasty, value: text }), { maxLength: 30 }),
    table: fc.record({
      columns: fc.array(fc.record({ title: nasty, align: fc.constantFrom('left' as const, 'right' as const) }, { requiredKeys: ['title'] }), {
        maxLength: 24,
      }),
      rows: fc.array(fc.array(nasty, { maxLength: 24 }), { maxLength: 130 }),
    }),
    chart: anyChart(nasty),
    image: fc.record({ url: fc.oneof(fc.webUrl({ validSchemes: ['https', 'http'] }), nasty), alt: nasty }),
    actions: fc.array(
      fc.record(
        { label: nasty, command: fc.constant('check'), args: fc.constant({}), style: fc.constantFrom('primary' as const, 'danger' as const) },
        { requiredKeys: ['label', 'command', 'args'] },
      ),
      { maxLength: 60 },
    ),
    severity: fc.constantFrom('info' as const, 'success' as const, 'warning' as const, 'error' as const),
    visibility: fc.constantFrom('here' as const, 'private' as const, 'thread' as const),
  },
  { requiredKeys: ['text'] },
);

describe('any reply', () => {
  it('becomes messages that Slack takes', () => {
    fc.assert(
      fc.property(anyReply, fc.constantFrom(10, 2_000), (answer, tokenLength) => {
        const messages = render(answer, { ...context, token: (index) => `${index}|`.padEnd(tokenLength, 'x') });
        expect(messages.length).toBeGreaterThan(0);
        for (const message of messages) {
          expect(refusalOfMessage(message)).toBeNull();
          expect(JSON.parse(JSON.stringify(message))).toEqual(message);
          expect(() => encodeURIComponent(message.text)).not.toThrow();
        }
      }),
      { numRuns: 150, endOnFailure: true }, // Shrinking replies this large takes minutes.
    );
  }, 60_000);

  it('lets no parameter mention, link or mark', () => {
    fc.assert(
      fc.property(nasty, nasty, (word, value) => {
        const messages = render(reply(word, { fields: fields({ [word]: value }), table: { columns: [{ title: word }], rows: [[value]] } }), context);
        for (const message of messages) {
          expect(types(message.blocks)).not.toContain('broadcast');
          expect(types(message.blocks)).not.toContain('user');
          expect(types(message.blocks)).not.toContain('link');
          expect(message.text).not.toMatch(/[<>]/);
          expect(message.mrkdwn).toBe(false);
          for (const mrkdwn of parsed(message.blocks)) expect(mrkdwn).toMatch(/^\*[^*_~`<>]+\*\n[^*_~`<>]+$/);
        }
      }),
    );
  });

  it('keeps all its words, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20_000 }), (word) => {
        fc.pre(word.trim() !== '');
        const shown = render(reply(word), context).flatMap((message) => message.blocks.flatMap(textsOf));
        expect(shown.join('').replace(/\s/g, '')).toBe(word.toWellFormed().replace(/\s/g, ''));
      }),
    );
  });

  it('with a table of long cells stays below what Slack takes in one', () => {
    const rows = Array.from({ length: 60 }, (_, i) => [`site-${i}`, 'x'.repeat(300)]);
    const messages = render(reply('Sites', { table: { columns: [{ title: 'Site' }, { title: 'Note' }], rows } }), context);
    expect(messages.map((message) => refusalOfMessage(message))).toEqual([null, null, null]);
  });

  it('with its table keeps every row', () => {
    const rows = Array.from({ length: 250 }, (_, i) => [`site-${i}`, 'x'.repeat(i % 90)]);
    const messages = render(reply('Sites', { table: { columns: [{ title: 'Site' }, { title: 'Note' }], rows } }), context);
    const shown = messages.flatMap((message) =>
      message.blocks.flatMap((block) => (block.type === 'table' || block.type === 'data_table' ? block.rows.slice(1) : [])),
    );
    expect(shown.map(([cell]) => (cell?.type === 'raw_text' ? cell.text : ''))).toEqual(rows.map(([site]) => site));
    expect(messages.every((message) => refusalOfMessage(message) === null)).toBe(true);
  });
});

describe('a chart', () => {
  it('is Slack’s own, with its numbers as they are', () => {
    const [block] = only(reply('', { chart: week })).blocks.filter(({ type }) => type === 'data_visualization');
    expect(block).toEqual({
      type: 'data_visualization',
      title: 'Response time',
      chart: {
        type: 'line',
        series: [{ name: 'p95', data: week.labels.map((label, i) => ({ label, value: week.series[0]?.values[i] })) }],
        axis_config: { categories: week.labels, y_label: 'ms' },
      },
    });
    const disk = { kind: 'doughnut', title: 'Disk', labels: ['Used', 'Free'], series: [{ name: 'n', values: [182.4, 317.6] }] } as const;
    expect(JSON.stringify(only(reply('', { chart: disk })).blocks)).toContain('{"type":"pie","segments":[{"label":"Used","value":182.4}');
  });

  it.each([
    ['more points than Slack takes', year],
    ['a gap', { ...week, series: [{ name: 'p95', values: [1, 2, null, 4, 5, 6, 7] }] }],
    ['a long label', { ...week, labels: ['a label of more than twenty', ...week.labels.slice(1)] }],
    ['a label twice', { ...week, labels: ['Tue', ...week.labels.slice(1)] }],
    ['a part that is nothing', { ...week, kind: 'pie' as const, labels: week.labels.slice(0, 2), series: [{ name: 'n', values: [0, 1] }] }],
  ])('of %s is a picture in a message of its own, told in words, with its numbers where it can’t be uploaded', (_, chart) => {
    const [text, picture, ...more] = renderAll(reply('Here', { chart }), { ...context, place: { ...place, thread: '5.1' } });
    expect(more).toEqual([]);
    expect(text).toMatchObject({ text: 'Here' });
    expect(picture).toMatchObject({ picture: { chart, alt: expect.stringContaining(chart.title) }, thread_ts: '5.1' });
    const instead = picture && 'picture' in picture ? picture.instead : undefined;
    expect(refusalOfMessage(instead ?? {})).toBeNull();
    expect(types(instead?.blocks).some((type) => type === 'table' || type === 'data_table')).toBe(true);
  });

  it('that can’t be drawn, or that one person alone may see, is its numbers', () => {
    const gap = [{ name: 'p95', values: [1, 2, null, 4, 5, 6, 7] }];
    for (const answer of [
      reply('', { chart: { ...week, title: '東京', series: gap } }),
      reply('', { chart: { ...week, series: gap }, visibility: 'private' }),
    ]) {
      const messages = renderAll(answer, context);
      expect(messages.map((message) => 'picture' in message)).toEqual([false]);
      expect(types(messages)).toContain('table');
    }
  });
});

describe('a reply’s part', () => {
  it('text keeps its marks and links as data', () => {
    const answer = reply(marked`*${'a_b'}* is _up_, see ${link('the page', 'https://a.example')} and \`code\``);
    expect(only(answer).blocks).toEqual([
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'a_b', style: { bold: true } },
              { type: 'text', text: ' is ' },
              { type: 'text', text: 'up', style: { italic: true } },
              { type: 'text', text: ', see ' },
              { type: 'link', url: 'https://a.example', text: 'the page' },
              { type: 'text', text: ' and ' },
              { type: 'text', text: 'code', style: { code: true } },
            ],
          },
        ],
      },
    ]);
  });

  it('text is its notification too, escaped and without marks', () => {
    expect(only(reply('<!everyone> a & b', { severity: 'warning' })).text).toBe('⚠️ &lt;!everyone&gt; a &amp; b');
  });

  it('fields stand in two columns, and as lines where a word could act as a mark', () => {
    expect(only(reply('Up', { fields: fields({ Status: 200, Took: '12 ms' }) })).blocks[1]).toEqual({
      type: 'section',
      fields: [
        { type: 'mrkdwn', text: '*Status*\n200', verbatim: true },
        { type: 'mrkdwn', text: '*Took*\n12 ms', verbatim: true },
      ],
    });
    expect(only(reply('Up', { fields: fields({ Status: '*200*' }) })).blocks[1]).toMatchObject({ type: 'rich_text' });
  });

  it('fields come ten a section', () => {
    const many = fields(Object.fromEntries(Array.from({ length: 23 }, (_, i) => [`f${i}`, i])));
    expect(only(reply('Up', { fields: many })).blocks.slice(1)).toHaveLength(3);
  });

  it('fields all look alike: one that needs lines makes lines of them all', () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}`, i]));
    const { blocks } = only(reply('Up', { fields: fields({ ...many, Off: 'Set A_B_C' }) }));
    expect(blocks.slice(1).map(({ type }) => type)).toEqual(['rich_text']);
  });

  it('table that is long can be sorted and paged, its numbers as numbers; a short one is seen whole', () => {
    const columns = [{ title: 'Site' }, { title: 'Took', align: 'right' as const }];
    const rows = Array.from({ length: 12 }, (_, i) => [`site ${i}`, i === 3 ? 'late' : String(i)]);
    const [table] = only(reply('All *sites*', { table: { columns, rows } })).blocks.slice(1);
    expect(table).toMatchObject({ type: 'data_table', caption: 'All *sites*', page_size: 10 });
    expect(table?.type === 'data_table' && table.rows.slice(0, 5)).toEqual([
      [
        { type: 'raw_text', text: 'Site' },
        { type: 'raw_text', text: 'Took' },
      ],
      ...[0, 1, 2].map((n) => [
        { type: 'raw_text', text: `site ${n}` },
        { type: 'raw_number', value: n, text: String(n) },
      ]),
      [
        { type: 'raw_text', text: 'site 3' },
        { type: 'raw_text', text: 'late' },
      ],
    ]);
    expect(types(only(reply('Some', { table: { columns, rows: rows.slice(0, 11) } })).blocks)).toContain('table');
  });

  it('table with too many columns becomes aligned text', () => {
    const columns = Array.from({ length: 21 }, (_, i) => ({ title: `c${i}` }));
    expect(JSON.stringify(only(reply('Wide', { table: { columns, rows: [columns.map(() => '1')] } })).blocks)).toContain('rich_text_preformatted');
  });

  it('image that Slack can not fetch becomes a link', () => {
    expect(only(reply('Look', { image: { url: 'https://a.example/x.png', alt: 'chart' } })).blocks[1]).toEqual({
      type: 'image',
      image_url: 'https://a.example/x.png',
      alt_text: 'chart',
    });
    expect(JSON.stringify(only(reply('Look', { image: { url: 'http://a.example/x.png', alt: 'chart' } })).blocks[1])).toContain('"link"');
  });

  it('actions are buttons with their tokens and style', () => {
    const actions = [
      { label: 'Check', command: 'check', args: {}, style: 'primary' as const },
      { label: '', command: 'watch', args: {} },
    ];
    expect(only(reply('Up', { actions })).blocks[1]).toEqual({
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'bellhop:0', text: { type: 'plain_text', text: 'Check', emoji: false }, value: 'check|n=0', style: 'primary' },
        { type: 'button', action_id: 'bellhop:1', text: { type: 'plain_text', text: 'watch', emoji: false }, value: 'check|n=1' },
      ],
    });
  });

  it('severity leads', () => {
    expect(only(reply('Down', { severity: 'error' })).blocks[0]).toMatchObject({
      elements: [{ elements: [{ type: 'emoji', name: 'red_circle' }, {}, {}] }],
    });
  });

  it('visibility: private only for the person, thread under what was said, and in a thread always there', () => {
    expect(only(reply('x', { visibility: 'private' }))).toMatchObject({ response_type: 'ephemeral' });
    expect(only(reply('x'))).toMatchObject({ response_type: 'in_channel' });
    expect(only(reply('x'))).not.toHaveProperty('thread_ts');
    expect(only(reply('x', { visibility: 'thread' }))).toMatchObject({ thread_ts: place.message });
    expect(render(reply('x'), { ...context, place: { ...place, thread: '1.1' } })[0]).toMatchObject({ thread_ts: '1.1' });
  });

  it('too much of it is left out with a word, and the buttons stay', () => {
    const messages = render(reply('word '.repeat(100_000), { actions: [{ label: 'Go', command: 'go', args: {} }] }), context);
    expect(messages).toHaveLength(20);
    expect(JSON.stringify(messages.at(-1))).toMatch(/too long to show.*"Go"/);
  });
});

function textsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'text' && 'text' in value) return [String(value.text)];
  return Object.values(value).flatMap(textsOf);
}
