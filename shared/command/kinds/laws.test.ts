import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kind, ParseContext } from '../kind.ts';
import {
  choice,
  choiceFrom,
  commandName,
  conversation,
  date,
  duration,
  email,
  file,
  host,
  integer,
  list,
  money,
  number,
  percent,
  person,
  phone,
  range,
  recurrence,
  text,
  timeZone,
  timing,
  url,
  yesNo,
} from './index.ts';

const contexts: readonly ParseContext[] = ['en', 'de', 'en-US', 'de-AT'].map((locale) => ({
  saidAt: Date.parse('2026-06-10T12:00:00Z'),
  timeZone: 'Europe/Berlin',
  locale,
}));

interface Case {
  readonly name: string;
  check(): void;
}

/** parse(print(v)) is v in each language; and what was read from a person prints to what reads the same. */
function law<T>(kind: Kind<T>, values: fc.Arbitrary<T>): Case {
  return {
    name: kind.kind,
    check: () =>
      fc.assert(
        fc.property(values, fc.constantFrom(...contexts), (value, context) => {
          const wanted = { ok: true, value };
          expect(kind.parse(kind.print(value), context)).toEqual(wanted);
          if (kind.printIn) expect(kind.parse(kind.printIn(value, context.locale), context)).toEqual(wanted);
        }),
        { numRuns: 150 },
      ),
  };
}

const zoned = { at: fc.integer({ min: 0, max: 1_439 }).map(wall), timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'UTC') };
const every = fc.integer({ min: 1, max: 99 });
const weekday = fc.integer({ min: 1, max: 7 });
const repeats = fc.oneof(
  fc.record({ unit: fc.constant('interval' as const), everyMs: fc.integer({ min: 1, max: 10_000 }).map((minutes) => minutes * 60_000) }),
  fc.record({ unit: fc.constant('day' as const), every, ...zoned }),
  fc.record({
    unit: fc.constant('week' as const),
    every,
    on: fc.uniqueArray(weekday, { minLength: 1 }).map((on) => on.sort((a, b) => a - b)),
    ...zoned,
  }),
  fc.record({ unit: fc.constant('month' as const), every, day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant(-1)), ...zoned }),
  fc.record({ unit: fc.constant('monthWeekday' as const), every, nth: fc.constantFrom(1, 2, 3, 4, -1), weekday, ...zoned }),
  fc.record({ unit: fc.constant('year' as const), month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }), ...zoned }),
);
const amounts = fc.record({
  minor: fc.integer({ min: -1e14, max: 1e14 }),
  currency: fc.constantFrom('EUR', 'USD', 'GBP', 'CHF', 'JPY', 'KWD', 'SEK'),
});
const decimals = fc
  .oneof(
    fc.integer().map((n) => n / 1_000),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  .map((n) => n + 0);
const hosts = fc.domain().map((name) => name.toLowerCase());
const named = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,20}[a-z0-9]$/);
const days = fc
  .integer({ min: Date.UTC(1000, 0, 1) / 86_400_000, max: Date.UTC(9999, 11, 31) / 86_400_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const sites = ['api', 'api staging', 'shop', 'Blog'];

const cases: readonly Case[] = [
  law(number(), decimals),
  law(percent(), decimals),
  law(
    integer(),
    fc.maxSafeInteger().map((n) => n + 0),
  ),
  law(money(), amounts),
  law(date(), days),
  law(
    range(),
    fc
      .tuple(fc.integer({ min: 0, max: Date.parse('2026-06-10T11:59:59Z') }), fc.integer({ min: 1, max: 4e12 }))
      .map(([from, long]) => ({ from, to: from + long })),
  ),
  law(recurrence(), repeats),
  law(timing(), repeats),
  law(duration(), fc.record({ ms: fc.integer({ min: 0, max: 3_650 * 86_400_000 }) })),
  law(host(), fc.oneof(hosts, fc.ipV4(), fc.constantFrom('::1', 'localhost', '2001:db8::1'))),
  law(
    email(),
    fc.tuple(named, hosts).map(([name, of]) => `${name.replace(/\.+/g, '.')}@${of}`),
  ),
  law(
    phone(),
    fc.stringMatching(/^[1-9]\d{6,14}$/).map((digits) => `+${digits}`),
  ),
  law(
    person(),
    fc.oneof(
      named.map((id) => ({ by: 'id' as const, id })),
      named.map((name) => ({ by: 'name' as const, name })),
      fc.tuple(named, named).map(([tenant, user]) => ({ by: 'identity' as const, id: `slack/${tenant}/${user}` })),
    ),
  ),
  law(
    conversation(),
    fc.oneof(
      named.map((id) => ({ by: 'id' as const, id })),
      named.map((name) => ({ by: 'name' as const, name })),
    ),
  ),
  law(
    file(),
    fc.record({
      key: fc.string({ minLength: 1, maxLength: 40 }),
      name: fc.string({ minLength: 1, maxLength: 40 }),
      bytes: fc.nat(),
      mediaType: fc.constantFrom('image/png', 'text/plain; charset=utf-8'),
    }),
  ),
  law(yesNo(), fc.boolean()),
  law(choice({ of: ['day', 'week', 'month'] }), fc.constantFrom('day' as const, 'week' as const, 'month' as const)),
  law(choiceFrom({ from: () => sites }), fc.constantFrom(...sites)),
  law(commandName(), fc.stringMatching(/^[a-z][a-z0-9_]{0,31}$/)),
  law(timeZone(), fc.constantFrom('Europe/Berlin', 'America/New_York', 'UTC')),
  law(
    url(),
    fc.webUrl().map((at) => new URL(at).href),
  ),
  law(
    text(),
    fc.string({ minLength: 1 }).map((said) => `a${said}b`),
  ),
  law(
    list(text()),
    fc.array(
      fc.string().map((said) => `a${said}b`),
      { minLength: 1, maxLength: 20 },
    ),
  ),
  law(list(number()), fc.array(decimals, { minLength: 1, maxLength: 20 })),
  law(list(money()), fc.array(amounts, { minLength: 1, maxLength: 10 })),
];

describe('what a kind prints, it reads back, in English and in German', () => {
  it.each(cases)('$name', ({ check }) => check());
});

function wall(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
