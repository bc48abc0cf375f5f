import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fields, type Reply, reply } from '../../shared/reply/reply.ts';
import { link, marked } from '../../shared/reply/text.ts';
import { anyChart } from '../../test/any-chart.ts';
import { contentProblem } from '../../test/platforms/messenger/content.ts';
import { render } from './render.ts';

const place = { channel: 'messenger', bot: 'main', tenant: '1', conversation: '7', direct: true, user: '7' };
const shown = (text: Reply['text'], parts: Omit<Reply, 'text'> = {}) =>
  render(reply(text, parts), { place, locale: 'en', timeZone: 'UTC', token: (n) => `go|n=${n}` });
const actions = (count: number, label = 'Again') => Array.from({ length: count }, (_, n) => ({ label: `${label} ${n}`, command: 'go', args: {} }));
const words = (length: number) => 'word and '.repeat(length / 9).padEnd(length, 'x');

/** Each is what Messenger takes, and so is what is sent in its place. */
function valid(messages: ReturnType<typeof render>) {
  for (const { message, instead } of messages) {
    expect(contentProblem(message), JSON.stringify(message).slice(0, 300)).toBeNull();
    if (instead) expect(contentProblem(instead)).toBeNull();
  }
  return messages;
}

describe('words', () => {
  it('stand as they are: Messenger has no marks, and a link beside its address', () => {
    expect(shown(marked`*bold* ${'*not*'} ${link('docs', 'https://d.example')}`)).toEqual([
      { message: { text: 'bold *not* docs (https://d.example)' } },
    ]);
  });

  it('begin with a sign of how grave they are', () => {
    expect(shown('Down', { severity: 'error' })).toEqual([{ message: { text: '❌ Down' } }]);
  });

  it('too long for one message are several, in order, and none of them lost', () => {
    const messages = valid(shown(words(5_000)));
    expect(messages).toHaveLength(3);
    expect(
      messages
        .map(({ message }) => ('text' in message ? message.text : ''))
        .join(' ')
        .replace(/\s/g, ''),
    ).toBe(words(5_000).replace(/\s/g, ''));
  });

  it('beyond 20 messages end with how much is missing', () => {
    const messages = valid(shown(words(60_000)));
    expect(messages).toHaveLength(20);
    expect(JSON.stringify(messages.at(-1))).toMatch(/more characters/);
  });

  it('that are none are a sign that something was answered', () => {
    expect(valid(shown(' \u200b\n'))).toEqual([{ message: { text: '…' } }]);
  });
});

describe('parts', () => {
  it('fields and a table are lines, each cell with its title', () => {
    const table = {
      columns: [{ title: 'Site' }, { title: 'State' }, { title: 'Took', align: 'right' as const }],
      rows: [
        ['a.example', 'up', '12 ms'],
        ['b.example', 'down'],
      ],
    };
    expect(shown('Sites', { fields: fields({ Up: 1, Down: 1 }), table })).toEqual([
      { message: { text: 'Sites\n\nUp: 1\nDown: 1\n\n• a.example · State: up · Took: 12 ms\n• b.example · State: down' } },
    ]);
  });

  it('a picture goes first, its alternative text stands with the words, and a link to it is there where Messenger can’t fetch it', () => {
    expect(valid(shown('Load', { image: { url: 'https://c.example/a.png', alt: 'Load, rising' } }))).toEqual([
      {
        message: { attachment: { type: 'image', payload: { url: 'https://c.example/a.png', is_reusable: false } } },
        instead: { text: 'Load, rising https://c.example/a.png' },
      },
      { message: { text: 'Load\n\nLoad, rising' } },
    ]);
  });

  it('a picture with an address that is none is told in words', () => {
    expect(valid(shown('Load', { image: { url: 'data:image/png;base64,AA', alt: 'Load' } }))).toEqual([
      { message: { text: 'Load\n\nLoad (data:image/png;base64,AA)' } },
    ]);
  });

  it('what is private or in a thread is shown here: nobody else is', () => {
    expect(shown('Yours', { visibility: 'private' })).toEqual(shown('Yours', { visibility: 'thread' }));
  });
});

describe('actions', () => {
  it('up to three are buttons, which stay', () => {
    expect(valid(shown('Up', { actions: actions(2) }))).toEqual([
      {
        message: {
          attachment: {
            type: 'template',
            payload: {
              template_type: 'button',
              text: 'Up',
              buttons: [
                { type: 'postback', title: 'Again 0', payload: 'go|n=0' },
                { type: 'postback', title: 'Again 1', payload: 'go|n=1' },
              ],
            },
          },
        },
      },
    ]);
  });

  it('stand under the end of a text that is too long for a template', () => {
    const messages = valid(shown(words(1_500), { actions: actions(1) }));
    expect(messages).toHaveLength(2);
    expect(JSON.stringify(messages[1])).toContain('"template_type":"button"');
  });

  it('that answer a question, and up to 13, are quick replies', () => {
    expect(valid(shown('Sure?', { asks: true, actions: actions(2) }))).toEqual([
      {
        message: {
          text: 'Sure?',
          quick_replies: [
            { content_type: 'text', title: 'Again 0', payload: 'go|n=0' },
            { content_type: 'text', title: 'Again 1', payload: 'go|n=1' },
          ],
        },
      },
    ]);
    expect(JSON.stringify(valid(shown('Which?', { actions: actions(13) })))).toContain('quick_replies');
  });

  it('more than that are cards of three buttons, side by side, none left out', () => {
    for (const count of [14, 30, 31, 70]) {
      const messages = JSON.stringify(valid(shown('Which?', { actions: actions(count), asks: true })));
      for (let n = 0; n < count; n++) expect(messages).toContain(`"go|n=${n}"`);
    }
  });

  it('with long titles are shortened, and without any say their command', () => {
    expect(JSON.stringify(valid(shown('x', { actions: actions(1, 'Check a very long address') })))).toContain('Check a very long a…');
    expect(JSON.stringify(valid(shown('x', { actions: [{ label: ' ', command: 'go', args: {} }] })))).toContain('"title":"go"');
  });
});

it('whatever is answered, Messenger takes it', () => {
  const text = fc.string({ unit: 'binary', maxLength: 3_000 });
  const short = fc.string({ unit: 'binary', maxLength: 60 });
  const any = fc.record(
    {
      text: fc.oneof(
        text,
        fc.array(
          fc.oneof(
            short,
            short.map((bold) => ({ bold })),
            short.map((code) => ({ code })),
          ),
          { maxLength: 5 },
        ),
      ),
      fields: fc.array(fc.record({ name: short, value: text }), { maxLength: 3 }),
      table: fc.record({
        columns: fc.array(fc.record({ title: short }), { maxLength: 4 }),
        rows: fc.array(fc.array(short, { maxLength: 5 }), { maxLength: 30 }),
      }),
      chart: anyChart(short),
      image: fc.record({ url: fc.oneof(fc.webUrl(), short), alt: text }),
      actions: fc.array(fc.record({ label: short, command: fc.constant('go'), args: fc.constant({}) }), { maxLength: 40 }),
      severity: fc.constantFrom('info' as const, 'error' as const),
      asks: fc.boolean(),
    },
    { requiredKeys: ['text'] },
  );
  fc.assert(
    fc.property(any, ({ text, ...parts }) => {
      expect(valid(shown(text, parts)).length).toBeGreaterThan(0);
    }),
    { numRuns: 50 },
  );
});
