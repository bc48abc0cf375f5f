import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../shared/channel/inbound.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { marked, type Span, type Text } from '../../shared/reply/text.ts';
import { anyChart, week, year } from '../../test/any-chart.ts';
import { activityBytesMax, activityProblem } from '../../test/platforms/teams/outgoing.ts';
import { render, type TeamsMessage } from './render.ts';

const group: Place = { channel: 'teams', bot: 'main', tenant: 't', conversation: '19:g', user: 'ann' };
const direct: Place = { ...group, direct: true };
const shown = (reply: Reply, place = direct, token = (i: number) => `token-${i}`) => render(reply, { place, locale: 'en', token });
/** As it goes over the wire, with what `send` adds at its longest. */
const wire = ({ activity }: TeamsMessage) =>
  JSON.stringify({
    ...activity,
    channelId: 'msteams',
    serviceUrl: 's'.repeat(500),
    from: { id: 'b'.repeat(500) },
    conversation: { id: 'c'.repeat(500) },
  });
const problemsOf = (messages: readonly TeamsMessage[]) => messages.flatMap((message) => activityProblem(wire(message)) ?? []);
const cardOf = (message: TeamsMessage | undefined) => {
  const [attachment] = (message?.activity.attachments ?? []) as readonly { content: { body: Record<string, unknown>[] } }[];
  return attachment?.content.body ?? [];
};
/** All texts that a client would show, in order. */
const textsOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    ['text', 'title', 'value'].includes(name) && typeof inner === 'string'
      ? [inner]
      : ['summary', 'fallbackText'].includes(name)
        ? []
        : textsOf(inner),
  );
};

describe('a chart', () => {
  it('is Teams’ own, with its numbers for a client that draws none', () => {
    const [chart] = cardOf(shown({ text: '', chart: week })[0]);
    expect(chart).toMatchObject({
      type: 'Chart.Line',
      title: 'Response time',
      yAxisTitle: 'ms',
      data: [{ legend: 'p95', values: expect.arrayContaining([{ x: 'Fri', y: 340 }]) }],
      fallback: { type: 'Container', items: [expect.anything(), { type: 'Table' }] },
    });
  });

  it.each([
    ['bar', ['a', 'b'], 1, 'Chart.VerticalBar'],
    ['bar', ['a', 'a name of many letters'], 1, 'Chart.HorizontalBar'],
    ['bar', ['a', 'b'], 2, 'Chart.VerticalBar.Grouped'],
    ['pie', ['a', 'b'], 1, 'Chart.Pie'],
    ['doughnut', ['a', 'b'], 1, 'Chart.Donut'],
  ] as const)('%s of %j, %d series, is %s', (kind, labels, many, type) => {
    const series = Array.from({ length: many }, (_, n) => ({ name: `s${n}`, values: [1, 2] }));
    expect(cardOf(shown({ text: '', chart: { kind, title: 'x', labels, series } })[0])[0]).toMatchObject({ type });
  });

  it('too large for a card is a picture in a message of its own, told in words, with its numbers where that can’t be', () => {
    const [text, picture] = shown({ text: 'Here', chart: year, visibility: 'private' }, group);
    expect(text).toEqual({ activity: { type: 'message', text: 'Here', textFormat: 'plain' }, private: expect.stringContaining('only for you') });
    expect(picture).toMatchObject({
      activity: { text: expect.stringContaining('site 1: from 100') },
      picture: { chart: year },
      private: expect.stringContaining('only for you'),
    });
    expect(JSON.stringify(picture?.instead)).toContain('day 9');
  });
});

describe('words alone', () => {
  it('that are literal are a plain message, in which nothing is a mark', () => {
    expect(shown({ text: 'a *b* _c_ [d](http://e) # f' })).toEqual([
      { activity: { type: 'message', text: 'a *b* _c_ [d](http://e) # f', textFormat: 'plain' } },
    ]);
  });

  it('with marks are Markdown, and what was put in is escaped', () => {
    const evil = '*b* [click](https://evil.example) <at>all</at> `x` ~y~';
    const [message] = shown({ text: marked`*Done*: ${evil}, see ${{ link: 'docs', url: 'https://a.example/x_(y)' }}` });
    expect(message?.activity).toEqual({
      type: 'message',
      text: '**Done**: \\*b\\* \\[click\\](https://evil.example) &lt;\u2060at>all&lt;\u2060/at> \\`x\\` \\~y\\~, see [docs](https://a.example/x%5f%28y%29)',
      textFormat: 'markdown',
    });
  });

  it('show what is to be typed as code, where nothing in it could end the code', () => {
    expect(
      shown({ text: marked`Say ${{ code: 'check a_b*c.example' }} or ${{ code: 'a`b' }}, ${{ code: '<at>x</at>' }}, ${{ code: ' ' }}.` })[0]?.activity
        .text,
    ).toBe('Say `check a_b*c.example` or a\\`b, &lt;\u2060at>x&lt;\u2060/at>,  .');
  });

  it.each([
    ['a heading', '# x', '\\# x'],
    ['a quote', '> x', '\\> x'],
    ['a list', '- x', '\\- x'],
    ['a numbered list', '1. x', '1\\. x'],
    ['a list on the second line', 'a\n* x', 'a\n\n\\* x'],
    ['a rule', 'a\n---', 'a\n\n\\---'],
    ['an entity', '&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['HTML', '<a href="x">', '&lt;a href="x">'],
  ])('put into a marked text make no %s', (_, words, escaped) => {
    expect(shown({ text: [words] })[0]?.activity.text).toBe(escaped);
  });

  it('mention nobody and quote nothing, whatever they say', () => {
    for (const text of [
      '<at>everyone</at>',
      '<AT id="0">Ann</AT>',
      ['<', 'at>x</', 'at>'],
      '<quoted messageId="1"/>',
      ['<', 'quoted messageId="1"/>'],
    ] as Text[]) {
      const [message] = shown({ text });
      expect(message?.activity).not.toHaveProperty('entities');
      expect(problemsOf([message as TeamsMessage])).toEqual([]);
    }
  });

  it.each(['0.1.0', '-5 °C', '+49 30', '#general', '10.0.0.1'])('that begin like a list or a heading and are none (%s) stay as they are', (words) => {
    expect(shown({ text: [words] })[0]?.activity.text).toBe(words);
  });

  it('that are no link are not made one', () => {
    const [message] = shown({ text: [{ link: 'click', url: 'javascript:alert(1)' }] });
    expect(message?.activity.text).toBe('click');
  });

  it('that are too long become several messages, with nothing lost', () => {
    const text = Array.from({ length: 9_000 }, (_, i) => `word${i}`).join(' ');
    const messages = shown({ text });
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.map(({ activity }) => activity.text).join(' ')).toBe(text);
    expect(problemsOf(messages)).toEqual([]);
  });

  it('that aren’t there are still a message', () => {
    for (const text of ['', ' \n', '\u0000', [], [''], [{ bold: '' }]] as Text[]) {
      expect(shown({ text })).toEqual([{ activity: { type: 'message', text: '…', textFormat: 'plain' } }]);
      expect(shown({ text, severity: 'error', fields: [] })).toHaveLength(1);
    }
  });
});

describe('a card', () => {
  it('shows severity as its style', () => {
    const styles = (['info', 'success', 'warning', 'error'] as const).map(
      (severity) => cardOf(shown({ text: 'x', severity, fields: [{ name: 'a', value: 'b' }] })[0])[0]?.style,
    );
    expect(styles).toEqual(['accent', 'good', 'warning', 'attention']);
  });

  it('shows text in a block that reads no Markdown', () => {
    const [block] = cardOf(
      shown({ text: marked`*up*: ${'**x** {{DATE(2017-02-14T06:08:39Z)}}'}`, image: { url: 'https://a.example/i.png', alt: 'i' } })[0],
    );
    expect(block).toEqual({
      type: 'RichTextBlock',
      inlines: [
        { type: 'TextRun', text: 'up', weight: 'Bolder' },
        { type: 'TextRun', text: ': ' },
        { type: 'TextRun', text: '**x** {\u2060{DATE(2017-02-14T06:08:39Z)}}' },
      ],
    });
  });

  it('shows each line as a block, close to the one before, farther where a line is empty: Android loses line ends where a run begins or ends', () => {
    const body = cardOf(
      shown({ text: marked`Try:\n${{ code: 'help' }} – What I can do\n\nBye\n`, actions: [{ label: 'Help', command: 'help', args: {} }] })[0],
    );
    expect(body.slice(0, -1)).toEqual([
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'Try:' }] },
      {
        type: 'RichTextBlock',
        spacing: 'None',
        inlines: [
          { type: 'TextRun', text: 'help', fontType: 'Monospace' },
          { type: 'TextRun', text: ' – What I can do' },
        ],
      },
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'Bye' }] },
    ]);
  });

  it('shows all lines of a severity in one box', () => {
    const body = cardOf(shown({ text: 'a.example is down:\nno answer', severity: 'error' })[0]);
    expect(body).toMatchObject([{ type: 'Container', style: 'attention', items: [{ type: 'RichTextBlock' }, { type: 'RichTextBlock' }] }]);
  });

  it('shows text with a link as Markdown, for Teams opens links nowhere else', () => {
    const [block] = cardOf(shown({ text: ['see *x* ', { link: 'a]b', url: 'https://a.example' }], severity: 'warning' })[0]);
    expect(block).toMatchObject({ items: [{ type: 'TextBlock', text: 'see \\*x\\* [a\\]b](https://a.example)', wrap: true }] });
  });

  it.each([
    ['a version', '0.1.0', '0.1.0'],
    ['a setting', 'SLACK_BOT_TOKEN', 'SLACK_BOT_TOKEN'],
    ['a temperature', '-5', '-5'],
    ['an address', 'http://a.example/~x|y', 'http://a.example/~x|y'],
    ['a path', 'C:\\temp', 'C:\\temp'],
    ['emphasis', '*a* _b_ __c__', '\\*a\\* \\_b\\_ \\_\\_c\\_\\_'],
    ['a mark at a word’s end', 'a_', 'a\\_'],
    ['a backslash before a mark', '\\*', '\\\\\\*'],
    ['a link', '[a](http://evil.example)', '\\[a\\](http://evil.example)'],
    ['a list', '- a', '\\- a'],
    ['a numbered list', '1. a', '1\\. a'],
    ['code', '`a`', '\\`a\\`'],
    ['something struck out', '~~a~~', '\\~~a\\~~'],
  ])('shows %s in a fact, escaped only where Markdown would change it: phones show some escapes', (_, value, escaped) => {
    const [, facts] = cardOf(shown({ text: 'x', fields: [{ name: 'a', value }] })[0]);
    expect(facts).toMatchObject({ facts: [{ value: escaped }] });
  });

  it('shows fields as facts, escaped, and a long one as a paragraph', () => {
    const long = 'word '.repeat(400).trim();
    const body = cardOf(
      shown({
        text: 'x',
        fields: [
          { name: 'a*', value: '[b](c)' },
          { name: 'long', value: long },
          { name: 'c', value: '' },
        ],
      })[0],
    );
    expect(body.slice(1)).toEqual([
      { type: 'FactSet', facts: [{ title: 'a\\*', value: '\\[b\\](c)' }] },
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'long', weight: 'Bolder' }] },
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: long }] },
      { type: 'FactSet', facts: [{ title: 'c', value: '–' }] },
    ]);
  });

  it('shows a table as a Table, and repeats its head where it is split', () => {
    const rows = Array.from({ length: 400 }, (_, i) => [`site${i}`, String(i)]);
    const messages = shown({ text: 'x', table: { columns: [{ title: 'Site' }, { title: 'ms', align: 'right' }], rows } });
    const tables = messages.flatMap(cardOf).filter(({ type }) => type === 'Table') as unknown as { rows: { cells: { items: object[] }[] }[] }[];
    expect(tables.length).toBeGreaterThan(1);
    for (const table of tables) expect(textsOf(table.rows[0])).toEqual(['Site', 'ms']);
    expect(tables.flatMap((table) => textsOf(table.rows.slice(1)))).toEqual(rows.flat());
    expect(tables[0]?.rows[0]?.cells[1]?.items[0]).toMatchObject({ horizontalAlignment: 'Right' });
    expect(problemsOf(messages)).toEqual([]);
  });

  it('shows a table too wide to read as facts, a list a row', () => {
    const columns = Array.from({ length: 13 }, (_, i) => ({ title: `c${i}` }));
    const body = cardOf(shown({ text: 'x', table: { columns, rows: [columns.map(({ title }) => title.toUpperCase()), ['only one']] } })[0]);
    expect(body.map(({ type }) => type)).toEqual(['RichTextBlock', 'FactSet', 'FactSet']);
  });

  it('shows an image at https, and any other as a link', () => {
    expect(cardOf(shown({ text: 'x', image: { url: 'https://a.example/i.png', alt: 'chart' } })[0])[1]).toMatchObject({
      type: 'Image',
      altText: 'chart',
    });
    expect(textsOf(cardOf(shown({ text: 'x', image: { url: 'http://a.example/i.png', alt: 'chart' } })[0]))).toContain(
      '[chart](http://a.example/i.png)',
    );
  });

  it('gives each button its token, six to a set', () => {
    const actions = Array.from({ length: 8 }, (_, i) => ({
      label: `Do ${i}`,
      command: 'x',
      args: {},
      ...(i === 0 ? { style: 'danger' as const } : {}),
    }));
    const sets = cardOf(shown({ text: 'x', actions })[0]).slice(1) as unknown as { actions: { title: string; data: object }[] }[];
    expect(sets.map((set) => set.actions.length)).toEqual([6, 2]);
    expect(sets[0]?.actions[0]).toEqual({ type: 'Action.Submit', title: 'Do 0', style: 'destructive', data: { bellhop: 'token-0' } });
    expect(sets[1]?.actions[1]).toMatchObject({ data: { bellhop: 'token-7' } });
  });

  it('says in a notification what it is about', () => {
    expect(shown({ text: marked`*a.example* is down\n\nsince 9`, severity: 'error' })[0]?.activity.summary).toBe('a.example is down since 9');
  });
});

describe('who sees it', () => {
  it('is the person alone, where the answer is private and others are there', () => {
    expect(shown({ text: 'x', visibility: 'private' }, group)[0]).toHaveProperty('private');
    expect(shown({ text: 'x', visibility: 'private' }, direct)[0]).not.toHaveProperty('private');
  });

  it('is the thread, where it is asked for', () => {
    expect(shown({ text: 'x', visibility: 'thread' }, group)[0]).toHaveProperty('thread', true);
  });
});

describe('any reply', () => {
  const words = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '',
      '\u0000',
      '<at>all</at>',
      '<quoted messageId="1"/>',
      '{{TIME(x)}}',
      '**',
      '\n\n',
      '\ud800',
      '](x)',
      'a'.repeat(3_000),
      '"\\'.repeat(9_000),
      '*&<'.repeat(12_000),
    ),
  );
  const span: fc.Arbitrary<Span> = fc.oneof(
    words,
    words.map((bold) => ({ bold })),
    words.map((italic) => ({ italic })),
    words.map((code) => ({ code })),
    fc.record({ link: words, url: fc.oneof(fc.webUrl(), words, fc.constant(`https://a.example/${'x'.repeat(1_900)}`)) }),
  );
  const text: fc.Arbitrary<Text> = fc.oneof(words, fc.array(span, { maxLength: 8 }));
  const table = fc.integer({ min: 0, max: 15 }).chain((columns) =>
    fc.record({
      columns: fc.array(fc.record({ title: words, align: fc.constantFrom('left' as const, 'right' as const) }), {
        minLength: columns,
        maxLength: columns,
      }),
      rows: fc.array(fc.array(words, { maxLength: columns + 1 }), { maxLength: 12 }),
    }),
  );
  const reply: fc.Arbitrary<Reply> = fc.record(
    {
      text,
      fields: fc.array(fc.record({ name: words, value: text }), { maxLength: 8 }),
      table,
      chart: anyChart(words),
      image: fc.record({ url: fc.oneof(fc.webUrl(), words), alt: words }),
      actions: fc.array(
        fc.record({ label: words, command: fc.constant('x'), args: fc.constant({}), style: fc.constantFrom('primary' as const, 'danger' as const) }),
        {
          maxLength: 40,
        },
      ),
      severity: fc.constantFrom('info', 'success', 'warning', 'error'),
      visibility: fc.constantFrom('here', 'private', 'thread'),
    },
    { requiredKeys: ['text'] },
  );

  it('becomes at least one message, each of which Teams takes', () => {
    fc.assert(
      fc.property(reply, (any) => {
        const messages = shown(any, group, (i) => `${i}`.padEnd(1_000, '"'));
        expect(messages.length).toBeGreaterThan(0);
        expect(problemsOf(messages)).toEqual([]);
        expect(problemsOf(messages.flatMap(({ instead }) => (instead ? [{ activity: instead }] : [])))).toEqual([]);
        for (const message of messages) {
          expect(JSON.parse(JSON.stringify(message))).toEqual(message);
          expect(wire(message).length * 2).toBeLessThan(activityBytesMax);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every letter of its text', () => {
    const letters = (value: string) => value.match(/[a-z0-9]+/gi)?.join('') ?? '';
    const plainWords = fc.lorem({ maxCount: 900 });
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            plainWords,
            plainWords.map((bold) => ({ bold })),
            plainWords.map((code) => ({ code })),
          ),
          { minLength: 1, maxLength: 12 },
        ),
        (spans) => {
          const all = spans.map((one) => (typeof one === 'string' ? one : 'bold' in one ? one.bold : one.code)).join('');
          expect(letters(textsOf(shown({ text: spans }).map(({ activity }) => activity)).join(''))).toBe(letters(all));
        },
      ),
      { numRuns: 50 },
    );
  });
});
