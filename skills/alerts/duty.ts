import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { dateTime, text } from '../../shared/command/kinds/index.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { speak } from './words/speak.ts';

/** `duty`, "who is on duty?": of each rotation, until when. */
export const duty = command({
  name: 'duty',
  summary: 'Who is on duty',
  phrases: ['who is on duty', "who's on duty", 'who is on call', "who's on call", 'on duty', 'rotations'],
  examples: ['who is on duty'],
  label: 'Who is on duty',
  access: 'member',
  reads: true,
  in: {
    de: {
      summary: 'Wer Bereitschaft hat',
      label: 'Wer Bereitschaft hat',
      phrases: ['wer hat bereitschaft', 'wer hat dienst', 'wer ist dran', 'bereitschaften'],
      examples: ['wer hat bereitschaft'],
    },
  },
  async run(_, context): Promise<Reply> {
    const {
      alertPlans,
      command: { place },
      person: { locale, timeZone },
      now,
    } = context;
    const say = speak(locale);
    const at = now();
    const { rotations } = await alertPlans.get(place);
    if (rotations.length === 0) return reply(say.noRotations);
    const found = await Promise.all(rotations.map(async ({ name }) => ({ name, who: await alertPlans.onDuty(place, name, at) })));
    const when = (until: number | null | undefined) => (until == null ? '' : sayWhen(until, timeZone, at, locale));
    const named = ({ who }: (typeof found)[number]) => (who?.instead ? say.standsIn(who.name, who.instead.name) : (who?.name ?? say.nobody));
    const { rotation, who, until } = say.dutyColumns;
    return reply(say.onDuty, {
      table: {
        columns: [{ title: rotation }, { title: who }, { title: until }],
        rows: found.map((one) => [one.name, named(one), when(one.who?.until)]),
      },
      speech: found.map((one) => say.sayDuty(one.name, named(one), when(one.who?.until))).join(' '),
    });
  },
});

/** `take_duty`, "I take it until 18:00": who says so is on duty instead. */
export const takeDuty = command({
  name: 'take_duty',
  summary: 'Be on duty instead, until a time',
  phrases: ['i take it until {until}', 'take duty until {until}', 'take duty in {rotation} until {until}', 'i am on duty until {until}'],
  params: {
    until: dateTime({ ask: 'Until when?', summary: 'Until when' }),
    rotation: text({ optional: true, summary: 'Which rotation; your own, or the only one, when left out' }),
  },
  examples: ['i take it until 18:00'],
  label: 'Take over duty',
  access: 'member',
  in: {
    de: {
      summary: 'Übernimmt die Bereitschaft bis zu einer Zeit',
      label: 'Bereitschaft übernehmen',
      phrases: ['ich übernehme bis {until}', 'ich übernehme die bereitschaft bis {until}', 'ich übernehme die bereitschaft {rotation} bis {until}'],
      examples: ['ich übernehme bis 18:00'],
      params: {
        until: { ask: 'Bis wann?', summary: 'Bis wann' },
        rotation: { summary: 'Welche Bereitschaft; fehlt sie, die eigene oder die einzige' },
      },
    },
  },
  async run({ until, rotation: said }, context): Promise<Reply> {
    const {
      alertPlans,
      command: { place },
      person,
      now,
    } = context;
    const { locale, timeZone } = person;
    const say = speak(locale);
    const from = now();
    const { rotations } = await alertPlans.get(place);
    const meant = whichOf(rotations, said, person);
    const [only, other] = meant;
    if (!only) return reply(said === undefined ? say.noRotations : say.noSuchRotation(said), { severity: 'warning', visibility: 'private' });
    if (other)
      return reply(say.whichRotation, {
        visibility: 'private',
        actions: meant.slice(0, 10).map(({ name }) => takeDuty.with({ until, rotation: name }, { label: name })),
        asks: true,
      });
    const own = { person: person.id, name: person.name ?? person.id, from, until: until.at };
    await alertPlans.change(place, (plan) => ({
      ...plan,
      rotations: plan.rotations.map((one) =>
        one.name === only.name
          ? { ...one, overrides: [...one.overrides.filter((before) => before.person !== own.person), own].slice(-overridesMax) }
          : one,
      ),
    }));
    return reply(say.dutyTaken(only.name, sayWhen(until.at, timeZone, from, locale)), { severity: 'success', actions: [duty.with({}, { locale })] });
  },
});

/** Who stand in that are kept of a rotation. */
const overridesMax = 20;

type Rotations = Awaited<ReturnType<Context['alertPlans']['get']>>['rotations'];

/** The named one; else those they are a member of, else all. */
function whichOf(rotations: Rotations, said: string | undefined, { id }: Context['person']): Rotations {
  if (said !== undefined) return rotations.filter(({ name }) => name === said.trim().toLowerCase());
  const own = rotations.filter(({ members }) => members.some(({ person }) => person === id));
  return own.length > 0 ? own : rotations;
}

/** What jobs/alerts issues to an admin when someone is on duty who can be told nothing. */
export const unreachable = command({
  name: 'duty_unreachable',
  summary: 'Tell that who is on duty can not be reached',
  hidden: true,
  internal: true,
  priority: 'alert',
  params: { who: text(), rotation: text(), what: text() },
  run: ({ who, rotation, what }, { person: { locale } }) =>
    reply(speak(locale).unreachable(who, rotation, what), { severity: 'error', actions: [duty.with({}, { locale })] }),
});
