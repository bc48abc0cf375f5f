import { describe, expect, it } from 'vitest';
import { catalogueOf, closest, intentName } from './catalogue.ts';
import { command } from './define.ts';
import { text } from './kinds/index.ts';

const named = (name: string, more: { hidden?: boolean; phrases?: string[] } = {}) =>
  command({ name, summary: name, params: { site: text() }, run: () => undefined, ...more });

const catalogue = catalogueOf([
  named('check', { phrases: ['is {site} up'] }),
  named('check_site2'),
  named('remind'),
  named('status'),
  named('secret', { hidden: true }),
]);

it('finds a command by name, intent and phrase', () => {
  expect(catalogue.byName('check')?.name).toBe('check');
  expect(catalogue.byIntent('CheckSiteTwoIntent')?.name).toBe('check_site2');
  expect(catalogue.byPhrase('is it up?')?.name).toBe('check');
  for (const nothing of ['', 'Check', '__proto__', 'constructor']) expect(catalogue.byName(nothing)).toBeUndefined();
});

it('holds no two commands of one name', () => {
  expect(() => catalogueOf([named('check'), named('check')])).toThrow('Two commands are named "check"');
});

it.each([
  ['check', 'CheckIntent'],
  ['check_site', 'CheckSiteIntent'],
  ['top10', 'TopOneZeroIntent'],
])('%s is %s, letters only', (name, intent) => expect(intentName(name)).toBe(intent));

describe('closest', () => {
  it.each([
    ['chek example.com', ['check']],
    ['rem', ['remind']],
    ['statsu', ['status']],
    ['STATUS', ['status']],
    ['secre', []],
    ['xyzzy', []],
    ['', []],
    ['   ', []],
  ])('to “%s” is %j', (typed, names) => expect(closest(catalogue, typed, 3).map(({ name }) => name)).toEqual(names));

  it('gives no more than asked for', () => expect(closest(catalogue, 'c', 1)).toHaveLength(1));

  it('answers the longest text at once', () => {
    const began = performance.now();
    closest(catalogue, 'x'.repeat(4_000), 3);
    expect(performance.now() - began).toBeLessThan(200);
  });
});
