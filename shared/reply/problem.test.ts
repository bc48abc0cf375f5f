import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PersonId } from '../people/person.ts';
import { problemOf } from './problem.ts';
import { fields, reply } from './reply.ts';
import { link, marked } from './text.ts';

const whole = reply(marked`*${'a'}* is up, see ${link('docs', 'https://a.example')}`, {
  fields: fields({ Status: 200, Site: marked`\`${'a'}\`` }),
  table: { columns: [{ title: 'a', align: 'right' }, { title: 'b' }], rows: [['1', '2']] },
  chart: { kind: 'line', title: 'Took', labels: ['Mon', 'Tue'], series: [{ name: 'a', values: [1.5, null] }], unit: 'ms' },
  image: { url: 'https://a.example/a.png', alt: 'a' },
  actions: [
    { label: 'Again', command: 'check', args: { site: 'a' }, style: 'danger', once: true, only: 'slack/T1/U1' as PersonId, forMs: 60_000 },
    { label: 'Vote', command: 'vote', args: {}, once: 'each' },
  ],
  severity: 'success',
  visibility: 'thread',
  speech: 'It is up.',
  asks: true,
  about: 'incident:1',
});

/** A reply with a chart that has something else than a right one. */
const chartOf = (wrong: object) => ({
  text: 'a',
  chart: { kind: 'bar', title: 'a', labels: ['a', 'b'], series: [{ name: 'x', values: [1, 2] }], ...wrong },
});

it('finds nothing wrong with a reply, with all parts or with text alone, also after its way through JSON', () => {
  for (const good of [whole, reply('x'), reply('')]) {
    expect(problemOf(good)).toBeNull();
    expect(problemOf(JSON.parse(JSON.stringify(good)))).toBeNull();
  }
});

it.each([
  [undefined, 'is missing'],
  [42, 'is a number'],
  [[], 'is a list'],
  [{}, '.text is missing'],
  [{ text: 5 }, '.text is a number'],
  [{ text: ['a', null] }, '.text[1] is missing'],
  [{ text: [{ loud: 'a' }] }, '.text[0] is no text and no mark'],
  [{ text: [{ bold: 5 }] }, '.text[0].bold is a number'],
  [{ text: [{ link: 'a' }] }, '.text[0].url is missing'],
  [{ text: 'a', fields: {} }, '.fields is an object'],
  [{ text: 'a', fields: [{ name: 'a', value: 5 }] }, '.fields[0].value is a number'],
  [{ text: 'a', table: { columns: [{ title: 'a' }], rows: [['1'], [2]] } }, '.table.rows[1][0] is a number'],
  [chartOf({ kind: 'area' }), '.chart.kind is none of line, bar, pie, doughnut'],
  [chartOf({ labels: [] }), '.chart.labels has 0 of them, not 1–400'],
  [chartOf({ series: [] }), '.chart.series has 0 of them, not 1–12'],
  [chartOf({ series: [{ name: 'x', values: [1] }] }), '.chart.series[0].values has 1 of them for 2 labels'],
  [chartOf({ series: [{ name: 'x', values: [1, Number.NaN] }] }), '.chart.series[0].values[1] is no number'],
  [chartOf({ series: ['x', 'x'].map((name) => ({ name, values: [1, 2] })) }), '.chart.series has a name twice'],
  [chartOf({ kind: 'pie', series: ['x', 'y'].map((name) => ({ name, values: [1, 2] })) }), '.chart.series has 2 of them, not one'],
  [chartOf({ kind: 'doughnut', series: [{ name: 'x', values: [1, -2] }] }), '.chart.series[0].values has a negative part of a whole'],
  [{ text: 'a', image: 'https://a.example' }, '.image is a string'],
  [{ text: 'a', actions: [null] }, '.actions[0] is missing'],
  [{ text: 'a', actions: [{ label: 'a', command: 'b', args: { n: 1 } }] }, '.actions[0].args.n is a number'],
  [{ text: 'a', actions: [{ label: 'a', command: 'b', args: {}, once: 'all' }] }, '.actions[0].once is a string'],
  [{ text: 'a', actions: [{ label: 'a', command: 'b', args: {}, forMs: 0 }] }, '.actions[0].forMs is no length of time'],
  [{ text: 'a', severity: 'bad' }, '.severity is none of info, success, warning, error'],
  [{ text: 'a', about: 5 }, '.about is a number'],
])('%j: %s', (value, problem) => {
  expect(problemOf(value)).toBe(problem);
});

it('says what is wrong with anything at all, and never throws', () => {
  fc.assert(fc.property(fc.anything({ withNullPrototype: true }), (value) => void problemOf(value)));
  fc.assert(fc.property(fc.jsonValue(), (value) => void problemOf({ ...whole, actions: value, fields: value })));
});
