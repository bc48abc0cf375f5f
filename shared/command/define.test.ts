import { expect, it } from 'vitest';
import { command } from './define.ts';
import { integer, text, url } from './kinds/index.ts';

const run = () => undefined;

it.each(['', 'Check', 'check-it', '1check', 'c'.repeat(33), 'chéck'])('refuses the name “%s”', (name) =>
  expect(() => command({ name, summary: 'x', run })).toThrow('use up to 32 of a–z, 0–9 and _'),
);

it('refuses a phrase that names no parameter', () => {
  expect(() => command({ name: 'check', summary: 'x', phrases: ['is {site} up'], params: { url: url() }, run })).toThrow(
    '{site}, which is no parameter',
  );
  expect(() => command({ name: 'check', summary: 'x', phrases: ['is {} up'], run })).toThrow('which is no parameter');
});

it('makes a button of itself: values printed by their kinds, those left out not in it', () => {
  const check = command({ name: 'check', summary: 'Check a site', params: { site: url(), times: integer({ optional: true }), note: text() }, run });
  expect(check.with({ site: 'https://example.com/', times: 3 })).toEqual({
    label: 'Check a site',
    command: 'check',
    args: { site: 'https://example.com/', times: '3' },
  });
  expect(check.with({}, { label: 'Again', style: 'danger', once: true })).toEqual({
    label: 'Again',
    command: 'check',
    args: {},
    style: 'danger',
    once: true,
  });
});

it('gives handlers values of their kinds’ types', () => {
  command({
    name: 'typed',
    summary: 'x',
    params: { must: integer(), may: integer({ optional: true }), given: integer({ default: 3 }) },
    run({ must, may, given }) {
      const whole: number = must + given;
      // @ts-expect-error an optional value may be undefined
      const part: number = may;
      return void [whole, part];
    },
  });
});
