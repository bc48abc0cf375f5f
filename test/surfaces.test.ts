import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allSkills } from '../infra/core/skills.ts';
import type { Said } from '../shared/channel/inbound.ts';
import { parseArguments } from '../shared/command/arguments.ts';
import { catalogueOf, intentName } from '../shared/command/catalogue.ts';
import type { AnyCommand, AnyParams } from '../shared/command/define.ts';
import type { ParseContext } from '../shared/command/kind.ts';
import { resolve } from '../shared/command/resolve.ts';
import { tokenOf } from '../shared/reply/action.ts';

const commands = allSkills([]).flatMap((skill) => skill.commands);
const catalogue = catalogueOf(commands);
const saidAt = Date.parse('2026-06-10T12:00:00Z');
const contexts: readonly ParseContext[] = ['en', 'de-DE'].map((locale) => ({
  saidAt,
  timeZone: 'Europe/Berlin',
  locale,
}));

const word = fc.stringMatching(/^[a-z]{3,8}$/);
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((some) => some.join(' '));

/** What people may give for a kind, as text that it reads. */
const given: Readonly<Record<string, fc.Arbitrary<string>>> = {
  text: words,
  person: word.map((name) => `@${name}`),
  commandName: word,
  integer: fc.integer({ min: 1, max: 9 }).map(String),
  number: fc.integer({ min: 1, max: 9 }).map(String),
  yesNo: fc.constantFrom('yes', 'no'),
  url: fc.webUrl().map((url) => new URL(url).href),
  timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Tokyo'),
  dateTime: fc.integer({ min: 1, max: 500_000 }).map((minutes) => new Date(saidAt + minutes * 60_000).toISOString()),
  timing: fc.constantFrom('every weekday at 9', 'every 15 minutes', 'cron 0 9 * * 1-5', '2026-12-24T18:00:00Z'),
  list: fc.array(word, { minLength: 1, maxLength: 3 }).map((names) => names.map((name) => `@${name}`).join(', ')),
  range: fc.constantFrom('last 7 days', 'last month', 'today', 'since yesterday', '2026-05'),
  duration: fc.integer({ min: 1, max: 500 }).map((minutes) => `${minutes}m`),
};

/** Values for all of a command's parameters, each as its kind prints what it read. */
function printed({ params }: AnyCommand, context: ParseContext): fc.Arbitrary<Record<string, string>> {
  const one = ([name, param]: [string, AnyParams[string]]) => {
    const raw = param.choices ? fc.constantFrom(...param.choices) : given[param.kind];
    if (!raw) throw new Error(`Say what people may give for a ${param.kind}.`);
    const text = raw.map((said) => {
      const parsed = param.parse(said, context);
      return parsed.ok ? param.print(parsed.value) : null;
    });
    return [name, text.filter((said): said is string => said !== null)] as const;
  };
  return fc.record(Object.fromEntries(Object.entries<AnyParams[string]>(params).map(one)));
}

const quoted = (text: string) => (/\s/.test(text) ? `"${text}"` : text);

/** The same, given in each way that there is. */
const surfaces: Readonly<Record<string, (definition: AnyCommand, args: Record<string, string>) => Said>> = {
  typed: ({ name }, args) => ({ kind: 'text', text: [name, ...Object.entries(args).map(([param, text]) => `--${param}=${quoted(text)}`)].join(' ') }),
  slash: ({ name }, args) => ({
    kind: 'text',
    text: [name, ...Object.entries(args).map(([param, text]) => `${param}:${quoted(text)}`)].join(' '),
    explicit: true,
  }),
  button: ({ name }, args) => ({ kind: 'action', token: tokenOf({ label: '', command: name, args }, '') }),
  slot: ({ name }, args) => ({ kind: 'intent', intent: intentName(name), slots: args }),
  form: ({ name }, args) => ({ kind: 'form', command: name, values: args }),
};

describe.each(Object.entries(surfaces))('%s', (_, said) => {
  it.each(commands.filter(({ params }) => Object.keys(params).length > 0).map((one) => [one.name, one] as const))(
    '%s: what is printed is read back as it was',
    (name, definition) => {
      for (const context of contexts)
        fc.assert(
          fc.property(printed(definition, context), (args) => {
            const resolved = resolve(said(definition, args), catalogue);
            expect(resolved.name).toBe(name);
            const parsed = parseArguments({ ...definition, check: () => undefined }, resolved.raw, context);
            if (!('values' in parsed)) throw new Error(JSON.stringify(parsed));
            const back = Object.entries(parsed.values).map(([param, value]) => [param, definition.params[param].print(value)]);
            expect(Object.fromEntries(back)).toEqual(args);
          }),
          { numRuns: 10 },
        );
    },
  );
});
