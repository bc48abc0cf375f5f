import { z } from 'zod';
import { idOf, type Plan, type Schedule, schedules } from '../../../jobs/schedules/schedule.ts';
import { dateTime, timeZone, timing } from '../../../shared/command/kinds/index.ts';
import { Refusal } from '../../../shared/errors.ts';
import { wholeCommand } from '../../../skills/schedules/whole.ts';
import { ownerOf, speakerAt } from '../owner.ts';
import { entryFields, kept, lasting, length, msOf, nameOf, type Part, type Settled, sayMs, type World } from '../part.ts';
import { Unfit } from '../unfit.ts';

const usual = { missed: 'once', overlap: 'queue', paused: false } as const;

const common = z.strictObject({
  ...entryFields,
  run: z.string().trim().min(1).max(4_000).describe('A whole command, as you type it: check example.com.'),
  when: z.string().trim().min(1).max(200).describe('every weekday at 9; every 15 minutes; cron 0 9 * * 1-5; 2026-12-24 18:00 for once.'),
  timeZone: z.string().optional().describe('An IANA name, Europe/Berlin; its owner’s unless said.'),
  missed: z.enum(['skip', 'once', 'all']).optional().describe('What becomes of missed runs: none, one for all, or all; once unless said.'),
  overlap: z.enum(['queue', 'skip', 'parallel']).optional().describe('While the run before goes on: wait, skip, or both; queue unless said.'),
  jitter: length.optional().describe('Each run is put off by up to so long.'),
  within: length.optional().describe('How late a run may begin; any time unless said.'),
  until: z.string().optional().describe('No run after this: 2026-12-24 18:00.'),
  paused: z.boolean().optional().describe('It does not run until this is taken away.'),
});
type ScheduleEntry = z.infer<typeof common>;

/** What runs by the clock. */
export const schedulesPart: Part<ScheduleEntry> = {
  key: 'schedules',
  one: 'schedule',
  usual,
  entry: async () => common,
  idOf,
  async settle({ id: _id, ...given }, at, { deps }) {
    const owner = await ownerOf(at.owner, deps.store);
    const zone = given.timeZone === undefined ? owner.timeZone : zoneOf(given.timeZone);
    try {
      wholeCommand(given.run, { catalogue: deps.catalogue(), person: { ...owner, locale: 'en', timeZone: zone }, saidAt: deps.clock.now() });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Unfit(['run'], [error.message, error.hint].filter(Boolean).join(' '));
    }
    const { missed = usual.missed, overlap = usual.overlap, paused = usual.paused, jitter, within, until } = given;
    return {
      name: given.name,
      ...at,
      run: given.run,
      when: timing().print(ruleOf(given.when, zone, deps.clock.now())),
      timeZone: zone,
      missed,
      overlap,
      paused,
      ...(jitter === undefined ? {} : { jitter: sayMs(msOf(jitter, 'jitter')) }),
      ...(within === undefined ? {} : { within: sayMs(msOf(within, 'within')) }),
      ...(until === undefined ? {} : { until: dateTime().print({ at: instantOf(until, zone, deps.clock.now()), timeZone: zone }) }),
    };
  },
  isOver(settled, now) {
    const { rule, until } = planned(settled);
    return (rule.unit === 'once' && rule.at <= now) || (until !== undefined && until <= now);
  },
  ...kept(schedules, entryOf),
  async make(key, settled, world) {
    const made = await world.services.schedules.add(key, await planOf(settled, world));
    if (settled.paused) await world.services.schedules.pause(made.id);
  },
  async change(id, settled, world) {
    const { schedules } = world.services;
    const isPaused = (await schedules.get(id))?.pausedAt !== undefined;
    if (settled.paused) await schedules.pause(id);
    await schedules.replan(id, await planOf(settled, world));
    if (isPaused && !settled.paused) await schedules.resume(id, 'skip');
  },
  async remove(id: string, { services }: World) {
    await services.schedules.remove(id);
  },
};

function entryOf(schedule: Schedule): Settled<ScheduleEntry> {
  const { name, what, rule, timeZone, missed, overlap, jitterMs, withinMs, until, pausedAt, person, place } = schedule;
  return {
    name: nameOf(name ?? what),
    run: what,
    when: timing().print(rule),
    timeZone,
    missed,
    overlap,
    paused: pausedAt !== undefined,
    ...(jitterMs === undefined ? {} : { jitter: sayMs(jitterMs) }),
    ...(withinMs === undefined ? {} : { within: sayMs(withinMs) }),
    ...(until === undefined ? {} : { until: dateTime().print({ at: until, timeZone }) }),
    owner: person,
    place: lasting(place),
  };
}

/** What a settled entry says of the clock. */
function planned({ name, run, when, timeZone = 'UTC', missed, overlap, jitter, within, until }: Settled<ScheduleEntry>) {
  return {
    name,
    what: run,
    rule: ruleOf(when, timeZone, 0),
    timeZone,
    missed: missed ?? usual.missed,
    overlap: overlap ?? usual.overlap,
    ...(jitter === undefined ? {} : { jitterMs: msOf(jitter, 'jitter') }),
    ...(within === undefined ? {} : { withinMs: msOf(within, 'within') }),
    ...(until === undefined ? {} : { until: instantOf(until, timeZone, 0) }),
  };
}

async function planOf(settled: Settled<ScheduleEntry>, { deps }: World): Promise<Plan> {
  const owner = await ownerOf(settled.owner, deps.store);
  const person = { ...owner, timeZone: settled.timeZone ?? owner.timeZone };
  return {
    ...planned(settled),
    command: wholeCommand(settled.run, { catalogue: deps.catalogue(), person, saidAt: deps.clock.now() }),
    person: settled.owner,
    from: await speakerAt(settled.place, settled.owner, deps.store),
    place: settled.place,
    locale: owner.locale,
  };
}

function zoneOf(text: string): string {
  const read = timeZone().parse(text, { saidAt: 0, timeZone: 'UTC', locale: 'en' });
  if (!read.ok) throw new Unfit(['timeZone'], read.error);
  return read.value;
}

type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };
const yearsMs = 3 * 366 * 86_400_000;

/** What words mean whenever they are read. Throws Unfit for "tomorrow", which is another day each time the file is applied. */
function always<T>(read: (saidAt: number) => Parsed<T>, path: string, now: number): T {
  const [first, second] = [read(0), read(yearsMs)];
  if (first.ok && second.ok && JSON.stringify(first.value) === JSON.stringify(second.value)) return first.value;
  const today = read(now);
  throw new Unfit([path], today.ok ? 'It means another time each time the file is applied. Write the day whole: 2026-12-24 18:00.' : today.error);
}

const ruleOf = (text: string, zone: string, now: number) =>
  always((saidAt) => timing().parse(text, { saidAt, timeZone: zone, locale: 'en' }), 'when', now);

const instantOf = (text: string, zone: string, now: number) =>
  always((saidAt) => dateTime().parse(text, { saidAt, timeZone: zone, locale: 'en' }), 'until', now).at;
