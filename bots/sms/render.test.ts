import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceOf } from '../../shared/reply/choice.ts';
import { fields, type Reply, reply } from '../../shared/reply/reply.ts';
import { link, marked } from '../../shared/reply/text.ts';
import { anyChart } from '../../test/any-chart.ts';
import { render } from './render.ts';

const shown = (text: Reply['text'], parts: Omit<Reply, 'text'> = {}) => render(reply(text, parts), { locale: 'en', timeZone: 'UTC' });
const body = (...what: Parameters<typeof shown>) => shown(...what)[0]?.body;
const actions = (...labels: readonly string[]) => labels.map((label) => ({ label, command: 'go', args: {} }));

describe('words', () => {
  it('stand without marks, and a link beside its address', () => {
    expect(shown(marked`*bold* ${'*not*'} ${link('docs', 'https://d.example')}`)).toEqual([
      { body: 'bold *not* docs (https://d.example)', encoding: 'GSM-7', count: 1 },
    ]);
  });

  it('are written in letters of which a segment holds more, where they mean the same', () => {
    expect(shown('“Up” – it’s fine… → 2\u00a0×')).toEqual([{ body: '"Up" - it\'s fine... -> 2 x', encoding: 'GSM-7', count: 1 }]);
    expect(shown('Привет 😀')).toMatchObject([{ encoding: 'UCS-2' }]);
  });

  it('are warned of by a sign that costs nothing', () => {
    expect(body('Down', { severity: 'error' })).toBe('! Down');
    expect(body('Up', { severity: 'success' })).toBe('Up');
  });

  it('that are none are a sign that something was answered', () => {
    expect(body(' \u200b\n')).toBe('...');
    expect(body('a\u0000b\u2028c\n\n\nd')).toBe('a b c\nd');
  });

  it('too long for four segments are told in parts, and the last has been told', () => {
    const long = Array.from({ length: 270 }, (_, n) => `word${n}`).join(' ');
    const pages = [0, 1, 2, 3].flatMap((page) => shown(long, { page }));
    expect(pages.slice(0, -1).map(({ count }) => count <= 4)).toEqual([true, true, true]);
    expect(pages.map((page) => page.body.split('\n').at(-1))).toEqual([
      '(1/4) Answer MORE for the rest',
      '(2/4) Answer MORE for the rest',
      '(3/4) Answer MORE for the rest',
      '(4/4)',
    ]);
    const told = pages.map((page) => page.body.split('\n').slice(0, -1).join('\n')).join(' ');
    expect(told).toBe(long);
    expect(body(long, { page: 4 })).toBe('That was all of it.');
    expect(body('short', { page: 1 })).toBe('That was all of it.');
  });
});

describe('parts', () => {
  it('fields and a table are lines, each cell with its title', () => {
    const table = {
      columns: [{ title: 'Site' }, { title: 'State' }],
      rows: [
        ['a.example', 'up'],
        ['b.example', 'down'],
      ],
    };
    expect(body('Sites', { fields: fields({ Up: 1, Down: 1 }), table })).toBe(
      'Sites\nUp: 1\nDown: 1\n- a.example - State: up\n- b.example - State: down',
    );
  });

  it('a picture is its alternative text and where it is', () => {
    expect(body('Load', { image: { url: 'https://c.example/a.png', alt: 'Rising' } })).toBe('Load\nRising https://c.example/a.png');
  });

  it('an action is a number to answer, several a line each', () => {
    expect(body('Saved', { actions: actions('Forget it') })).toBe('Saved\nAnswer 1: Forget it');
    expect(body('Sure?', { actions: actions('Yes, do it', 'No') })).toBe('Sure?\nAnswer\n1 Yes, do it\n2 No');
  });

  it('choices that are numbers themselves are answered as they are', () => {
    expect(body('How many?', { actions: actions('5', '10', '15') })).toBe('How many?\nAnswer 5 / 10 / 15');
    expect(choiceOf('10', ['5', '10', '15'])).toBe(1);
    expect(choiceOf('1', ['5', '10', '15'])).toBeUndefined();
  });

  it('what is private, in a thread or about something is shown here', () => {
    expect(shown('Yours', { visibility: 'private', about: 'x' })).toEqual(shown('Yours', { visibility: 'thread' }));
  });
});

describe('an answer', () => {
  it.each([
    ['1', 0],
    [' 2. ', 1],
    ['(2)', 1],
    ['#2', 1],
    ['yes do it', 0],
    ['NO!', 1],
    ['3', undefined],
    ['0', undefined],
    ['yes', undefined],
    ['', undefined],
    ['?', undefined],
    ['1 2', undefined],
  ])('%j chooses %s', (words, wanted) => {
    expect(choiceOf(words, ['Yes, do it', 'No'])).toBe(wanted);
  });
});

it('whatever is replied, it is one message that Twilio takes', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 900 });
  const any = fc.record({
    text,
    fields: fc.array(fc.record({ name: text, value: text }), { maxLength: 4 }),
    chart: anyChart(text),
    actions: fc.array(
      text.map((label) => ({ label, command: 'go', args: {} })),
      { maxLength: 12 },
    ),
    page: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(any, (parts) => {
      const [message, ...more] = render(parts, { locale: 'en', timeZone: 'UTC' });
      expect(more).toEqual([]);
      expect(message?.body.trim()).not.toBe('');
      expect(message?.body.length).toBeLessThanOrEqual(1_600);
      expect(message?.count).toBeLessThanOrEqual(4);
    }),
    { numRuns: 100 },
  );
});

it('says what is its own in German to who speaks it', () => {
  const german = (answer: Reply) => render(answer, { locale: 'de', timeZone: 'UTC' })[0]?.body;
  expect(german(reply('Gut', { actions: [{ label: 'Noch einmal', command: 'check', args: {} }] }))).toBe('Gut\nAntworte 1: Noch einmal');
  expect(german(reply('Wort '.repeat(400)))).toMatch(/\(1\/\d\) MEHR bringt den Rest$/);
});
