import { z } from 'zod';
import { type Check, checks, everyMaxMs, everyMinMs, idOf, timeoutDefaultMs } from '../../../jobs/checks/check.ts';
import { kindNames, kindOf } from '../../../jobs/checks/kinds/index.ts';
import { ownerOf, speakerAt } from '../owner.ts';
import { entryFields, kept, lasting, length, msOf, nameOf, type Part, type Settled, sayMs, type World } from '../part.ts';
import { Unfit } from '../unfit.ts';

const usual = { every: '1m', timeout: sayMs(timeoutDefaultMs), failures: 2, successes: 1, level: 'error', tags: [], dependsOn: [] } as const;
const many = z.int().min(1).max(20).optional();

const fields = {
  ...entryFields,
  every: length.optional().describe(`How often it is looked at; ${usual.every} unless said.`),
  timeout: length.optional().describe(`For an answer; ${usual.timeout} unless said.`),
  failures: many.describe(`Failed looks in a row before it is down; ${usual.failures} unless said.`),
  successes: many.describe(`Good looks in a row before it is up again; ${usual.successes} unless said.`),
  level: z.enum(['error', 'warning']).optional().describe('error: until somebody has it; warning: told once.'),
  tags: z
    .array(z.string().regex(/^[^\s,]{1,60}$/, 'A tag is one word.'))
    .max(30)
    .optional()
    .describe('To find it and to route its alerts by.'),
  dependsOn: z.array(z.string()).max(30).optional().describe('Names of checks without which this one can’t be judged.'),
};
const common = z.strictObject(fields);
type CheckEntry = z.infer<typeof common> & Readonly<Record<string, unknown>>;

/** Each kind's options stand under its name: exactly one of them. */
async function entry(): Promise<z.ZodType<CheckEntry>> {
  const kinds = await Promise.all(kindNames.map(async (name) => [name, (await kindOf(name))?.config.optional() ?? z.never()] as const));
  return z.strictObject({ ...fields, ...Object.fromEntries(kinds) }).meta({ oneOf: kindNames.map((name) => ({ required: [name] })) });
}

/** What is watched. */
export const checksPart: Part<CheckEntry> = {
  key: 'checks',
  one: 'check',
  usual,
  entry,
  idOf,
  async settle({ id: _id, ...given }, at, _world, idOfOther) {
    const [kind, another] = kindNames.filter((name) => given[name] !== undefined);
    if (kind === undefined) throw new Unfit([], `Say what is looked at, by one of ${kindNames.join(', ')}: http: { url: https://example.com }.`);
    if (another !== undefined) throw new Unfit([another], `One check is of one kind, and this is ${kind} already. Make two of it.`);
    const everyMs = msOf(given.every ?? usual.every, 'every', { min: everyMinMs, max: everyMaxMs });
    const dependsOn = (given.dependsOn ?? []).map((name, i) => {
      const other = idOfOther(name);
      if (other === null) throw new Unfit(['dependsOn', i], `There is no check "${name}" in this file.`);
      if (name === given.name) throw new Unfit(['dependsOn', i], 'It can’t depend on itself.');
      return other;
    });
    const { failures = usual.failures, successes = usual.successes, level = usual.level, tags = usual.tags, timeout } = given;
    const timeoutMs = timeout === undefined ? Math.min(timeoutDefaultMs, everyMs) : msOf(timeout, 'timeout', { min: 100, max: everyMs });
    return { ...given, ...at, every: sayMs(everyMs), timeout: sayMs(timeoutMs), failures, successes, level, tags: [...tags], dependsOn };
  },
  unsettle: (settled, called) => ({ ...settled, dependsOn: (settled.dependsOn ?? []).map(called) }),
  ...kept(checks, entryOf),
  async make(key, settled, { services, deps }) {
    const owner = await ownerOf(settled.owner, deps.store);
    await services.checks.add(key, { ...made(settled), from: await speakerAt(settled.place, settled.owner, deps.store), locale: owner.locale });
  },
  async change(id, settled, { services, deps }) {
    const from = await speakerAt(settled.place, settled.owner, deps.store);
    await services.checks.change(id, (before) => ({ ...before, ...made(settled), from }));
  },
  async remove(id: string, { services }: World) {
    await services.checks.remove(id);
  },
};

function entryOf({ name, kind, config, everyMs, timeoutMs, failures, successes, level, tags, dependsOn, person, place }: Check): Settled<CheckEntry> {
  const times = { every: sayMs(everyMs), timeout: sayMs(timeoutMs) };
  return {
    name: nameOf(name),
    [kind]: config,
    ...times,
    failures,
    successes,
    level,
    tags: [...tags],
    dependsOn: [...dependsOn],
    owner: person,
    place: lasting(place),
  };
}

/** A settled entry as the check that it says. */
function made(settled: Settled<CheckEntry>): Omit<Check, 'id' | 'madeAt' | 'from' | 'locale'> {
  const { name, every, timeout, failures, successes, level, tags, dependsOn, owner, place } = settled;
  const kind = kindNames.find((one) => settled[one] !== undefined) ?? '';
  return {
    name,
    kind,
    config: settled[kind],
    everyMs: msOf(every ?? usual.every, 'every'),
    timeoutMs: msOf(timeout ?? usual.timeout, 'timeout'),
    failures: failures ?? usual.failures,
    successes: successes ?? usual.successes,
    level: level ?? usual.level,
    tags: tags ?? [],
    dependsOn: dependsOn ?? [],
    person: owner,
    place,
  };
}
