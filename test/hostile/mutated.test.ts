import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathsOf, set } from '../../shared/channel/channel.contract.ts';
import { type Door, doorNamed, doorsOf, post } from './doors.ts';
import { type Sample, samples } from './samples.ts';
import { defectsIn, quiet } from './witness.ts';
import { type World, world } from './world.ts';

let n = 1;
let bellhop: World;
let doors: readonly Door[];
beforeAll(async () => {
  bellhop = await world();
  doors = doorsOf(bellhop);
  // Each platform's SDK is loaded by the first answer that is sent: once, not while answers are timed.
  for (const { door, payload, as } of samples)
    if (as === undefined) await post(bellhop.local().origin, doorNamed(doors, door), Buffer.from(JSON.stringify(payload(bellhop, ++n))));
  await quiet(bellhop, 30_000);
}, 60_000);
afterAll(() => bellhop.close());

/** What stands in a body in place of a member's value, as JSON writes it: what no JavaScript value would become too. */
const raw = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }).map((value) => JSON.stringify(value)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['null', 'true', '0', '-0', '1e999', '-1', '9007199254740993', '123456789012345678901234567890', '0.1', '""', '[]', '{}', '[[]]', '[null]'],
      ...[
        '"\\ud800"',
        '"\\udc00\\ud800"',
        '"\\u0000"',
        '"a\\u0000b"',
        '"\\u202e\\u2066"',
        '"\\n"',
        '"%00"',
        '"../../etc/passwd"',
        '"<script>"',
        '"#abc"',
        '"!x|echo"',
      ],
      ...['"<!channel> @everyone"', `"${'x'.repeat(10_000)}"`, `"${'😀'.repeat(1_000)}"`, `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
      ...[
        '{"__proto__":{"type":"x"}}',
        '{"toString":1,"length":-1,"then":1}',
        '"NaN"',
        '"1700000000.000001"',
        '"9999-99-99T99:99:99Z"',
        '"en_US"',
        '"Etc/Nowhere"',
      ],
    ),
  },
);

const mark = '"\\u0001mutated\\u0001"';

/** The sample with one member replaced, as a body. */
function mutated(payload: unknown, path: readonly string[], value: string, as: Sample['as']): Buffer {
  const changed: unknown = structuredClone(payload);
  set(changed, path, JSON.parse(mark));
  if (as === 'mail') return mailOf(changed as Record<string, string>, value);
  if (as === 'form') return Buffer.from(formOf(changed as Record<string, string>, value));
  const json = JSON.stringify(changed).replace(mark, () => value);
  return Buffer.from(as === 'payload field' ? new URLSearchParams({ payload: json }).toString() : json);
}

/** A head of fields, and what stands without a name below it. */
function mailOf(fields: Readonly<Record<string, string>>, value = ''): Buffer {
  const lines = Object.entries(fields).map(([name, field]) => `${name === '' ? '\r\n' : `${name}: `}${field === JSON.parse(mark) ? value : field}`);
  return Buffer.from(lines.join('\r\n'));
}

/** In a form every value is a text: the one replaced is the text itself, or what isn't percent-encoded at all. */
function formOf(fields: Readonly<Record<string, string>>, value: string): string {
  return Object.entries(fields)
    .map(
      ([name, field]) =>
        `${name}=${field === JSON.parse(mark) ? (value.length % 7 === 0 ? value : encodeURIComponent(value.toWellFormed())) : encodeURIComponent(field)}`,
    )
    .join('&');
}

/** Statuses that a validly signed delivery may get: taken, ignored, or not believed. Never "our fault". */
const right = [200, 202, 400, 401, 501];

describe('one member of a real payload replaced by anything', () => {
  it.each(samples.map((sample) => [sample.door, sample.what, sample] as const))(
    '%s takes or refuses %s within a second',
    { timeout: 60_000 },
    async (name, _, sample) => {
      const door = doorNamed(doors, name);
      const paths = pathsOf(sample.payload(bellhop, 1));
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...paths), raw, async (path, value) => {
          const answered = await post(bellhop.local().origin, door, mutated(sample.payload(bellhop, ++n), path, value, sample.as));
          expect(right).toContain(answered.status);
          expect(answered.tookMs).toBeLessThan(1_000);
        }),
        { numRuns: 40 },
      );
      expect(defectsIn(bellhop.lines)).toEqual([]);
    },
  );

  it.each(samples.map((sample) => [sample.door, sample.what, sample] as const))('%s takes %s as it is', async (name, _, sample) => {
    const door = doorNamed(doors, name);
    const payload = sample.payload(bellhop, ++n);
    const body =
      sample.as === 'mail'
        ? mailOf(payload as Record<string, string>).toString()
        : sample.as === 'form'
          ? new URLSearchParams(payload as Record<string, string>).toString()
          : sample.as === 'payload field'
            ? new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
            : JSON.stringify(payload);
    expect([200, 202]).toContain((await post(bellhop.local().origin, door, Buffer.from(body))).status);
  });

  it.each([
    '',
    'xx',
    'x-y',
    'en_US',
    'en-US-u-ca-klingon',
    'de-1996',
    'zz-ZZ-zzzzzzzz',
    'C',
    '../../etc',
    'a'.repeat(35),
    'Etc/Nowhere',
    'UTC+25',
    '+99:99',
    'Europe/Berlin\u0000',
  ])('a date is read and answered in the locale and time zone %j', async (odd) => {
    const { origin } = bellhop.local();
    const ask = 'remind me tomorrow at 9 to stretch';
    const conversation = { id: `a:odd-${++n}`, conversationType: 'personal', tenantId: 't' };
    const bodies = {
      Teams: bellhop.teams.says.message(`odd-${n}`, ask, { conversation, locale: odd, localTimezone: odd, entities: [] }),
      Telegram: bellhop.telegram.says.message(ask, { from: { id: 5_000 + n, language: odd } }, 500_000 + n),
      Alexa: bellhop.alexa.intent('RunCommandIntent', { command: ask }, { locale: odd, user: `odd-${n}` }),
      'the simulator': { id: `odd-${n}`, conversation: 'odd', text: ask, locale: odd, timeZone: odd },
    };
    for (const [name, body] of Object.entries(bodies)) {
      const { status } = await post(origin, doorNamed(doors, name), Buffer.from(JSON.stringify(body)));
      expect([name, status]).toEqual([name, name === 'the simulator' ? 202 : 200]);
    }
    await quiet(bellhop, 30_000);
    expect(defectsIn(bellhop.lines)).toEqual([]);
  });

  it('all that was taken has ended, and nothing of it met a defect', { timeout: 60_000 }, async () => {
    await quiet(bellhop, 50_000);
    expect(defectsIn(bellhop.lines)).toEqual([]);
    // All that was answered keeps to what these platforms take.
    expect([bellhop.email.faults(), bellhop.sms.calls.flatMap(({ problem }) => problem ?? [])]).toEqual([[], []]);
    const metrics = await (await fetch(`${bellhop.local().origin}/metrics`)).text();
    for (const channel of ['slack', 'telegram', 'teams', 'messenger', 'sms', 'email', 'alexa', 'web']) {
      expect(Number(new RegExp(`bellhop_accepted_total{channel="${channel}"} (\\d+)`).exec(metrics)?.[1]), channel).toBeGreaterThan(10);
    }
  });
});
