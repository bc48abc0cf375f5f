import { channelTitle } from '../../shared/channel/title.ts';
import type { Context } from '../../shared/command/context.ts';
import { duration, person } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { both } from '../../shared/language/languages.ts';
import { sayLength } from '../../shared/time/sayLength.ts';
import { sayZone } from '../../shared/time/sayWhen.ts';
import { speak } from './words/speak.ts';

export type Plan = Awaited<ReturnType<Context['alertPlans']['get']>>;
export type Route = Plan['routes'][number];
type Which = Route['which'];
type Hours = NonNullable<Which['hours']>;
type Target = Route['steps'][number]['targets'][number];

/** A step without a time of its own comes so long after the one before, ms. */
const stepMs = 5 * 60_000;
const stepsMax = 10;

const levels: Readonly<Record<string, NonNullable<Which['level']>>> = {
  error: 'error',
  errors: 'error',
  fehler: 'error',
  warning: 'warning',
  warnings: 'warning',
  warnung: 'warning',
  warnungen: 'warning',
};
const weekdays = [1, 2, 3, 4, 5];
const days: Readonly<Record<string, readonly number[]>> = { weekdays, werktags: weekdays, weekends: [6, 7], wochenende: [6, 7] };
const everything = /^(everything|anything|all|alles|alle|alerts?|alarme?)$/;
const small = /^(with|mit|on|am|an|in|for|für|the|dem|den|and|und)$/;
const between = /\b(?:between|zwischen)?\s*(\d{1,2})(?::(\d\d))?\s*(?:and|und|-|–|bis|until)\s*(\d{1,2})(?::(\d\d))?(?:\s*uhr)?/i;

/** What a route is for, of what people write: "everything", "errors tagged shop on weekdays between 22:00 and 6:00". Throws Refusal for what isn't understood. */
export function readWhich(said: string, { person: { locale, timeZone } }: Context): Which {
  const say = speak(locale);
  const hours = between.exec(said);
  const words = said
    .toLowerCase()
    .replace(between, ' ')
    .split(/[\s,]+/)
    .filter(Boolean);
  const tagged = words.findIndex((word) => /^(tagged|tags?|getaggt)$/.test(word));
  const isPlain = (word: string) => word in levels || word in days || everything.test(word);
  const rest = tagged < 0 ? words : words.slice(0, tagged);
  const tags = tagged < 0 ? [] : words.slice(tagged + 1).filter((word) => !isPlain(word) && !small.test(word));
  const unknown = rest.find((word) => !isPlain(word) && !small.test(word));
  if (words.length === 0 && !hours) throw new Refusal('route_unclear', say.routeUnclear(said), { hint: say.routeHint });
  if (unknown !== undefined) throw new Refusal('route_unclear', say.routeUnclear(unknown), { hint: say.routeHint });
  const level = words.map((word) => levels[word]).find((one) => one !== undefined);
  const on = words.flatMap((word) => days[word] ?? []);
  const clock = ([, hour = '', minute = '00', toHour = '', toMinute = '00']: RegExpExecArray) => [
    `${hour.padStart(2, '0')}:${minute}`,
    `${toHour.padStart(2, '0')}:${toMinute}`,
  ];
  const [from = '00:00', to = '00:00'] = hours ? clock(hours) : [];
  if (![from, to].every((time) => /^([01]\d|2[0-4]):[0-5]\d$/.test(time)))
    throw new Refusal('route_unclear', say.routeUnclear(`${from}–${to}`), { hint: say.routeHint });
  return {
    ...(level ? { level } : {}),
    tags: [...new Set(tags)].sort(),
    ...(hours || on.length > 0 ? { hours: { from, to, days: on, timeZone } } : {}),
  };
}

/** The steps of "ops, then after 10 minutes @kim and here". Throws Refusal for whom nobody knows. */
export async function readSteps(said: string, context: Context, plan: Plan): Promise<Route['steps']> {
  const {
    person: { locale, timeZone },
    command: { saidAt },
  } = context;
  const say = speak(locale);
  const parts = said.split(/\s*(?:;|,?\s+(?:then|dann|danach)\b|,?\s+(?=(?:after|nach)\s+\w+\s+\p{L}+\s))\s*/iu).filter((part) => part.trim() !== '');
  if (parts.length > stepsMax) throw new Refusal('route_unclear', say.tooManySteps(stepsMax));
  const before: string[] = [];
  const steps: Route['steps'][number][] = [];
  for (const part of parts) {
    const wait = /^(?:after|nach)\s/i.test(part) ? duration().find?.(part, { saidAt, timeZone, locale }) : null;
    const names = (wait ? part.slice(wait.end) : part).split(/,|\s(?:and|und|&)\s/).map((name) => name.trim().replace(/^(to|an|zu|tell|in)\s+/i, ''));
    const targets: Target[] = [];
    for (const name of names.filter(Boolean)) targets.push(nth(await target(name, context, plan), before));
    steps.push({ afterMs: wait ? wait.value.ms : steps.length === 0 ? 0 : stepMs, targets });
  }
  return steps;
}

/** Told again later, someone is told by the next of their ways. */
function nth(found: Target, before: string[]): Target {
  if (found.to === 'place' || found.to === 'notifier') return found;
  const who = found.to === 'duty' ? `duty ${found.rotation}` : found.person;
  const way = before.filter((one) => one === who).length;
  before.push(who);
  return way === 0 ? found : { ...found, way };
}

async function target(name: string, context: Context, { rotations, notifiers }: Plan): Promise<Target> {
  const {
    person: own,
    command: { place, saidAt },
  } = context;
  const { message: _, ...here } = place;
  if (/^(here|hier|hierher)$/i.test(name)) return { to: 'place', place: here };
  if (/^(me|mich|mir)$/i.test(name)) return { to: 'person', person: own.id, name: own.name ?? own.id };
  const called = name.toLowerCase().replace(/^(whoever is on duty in|on duty in|duty|dienst)\s+/, '');
  const rotation = rotations.find((one) => one.name === called);
  if (rotation) return { to: 'duty', rotation: rotation.name };
  const notifier = notifiers.find((one) => one.name === called);
  if (notifier) return { to: 'notifier', name: notifier.name };
  const address = context.alertPlans.addressed(name);
  if (address) return { to: 'place', place: address };
  return { to: 'person', ...(await member(name, context, saidAt)) };
}

/** Somebody of this tenant, by mention or name. Throws Refusal for nobody, or several. */
export async function member(name: string, context: Context, saidAt: number) {
  const { locale, timeZone } = context.person;
  const parsed = person().parse(name, { saidAt, timeZone, locale });
  if (!parsed.ok) throw new Refusal('route_unclear', parsed.error, { hint: speak(locale).routeHint });
  const { person: found } = await context.rights.find(context, parsed.value);
  return { person: found.id, name: found.name ?? found.id };
}

/** What a route is for, as it can be written again. */
export function sayWhich({ level, tags, hours }: Which, locale: string): string {
  const say = speak(locale);
  return [say.routeLevel(level), ...(tags.length > 0 ? [say.tagged(tags.join(', '))] : []), ...(hours ? sayHours(hours, locale) : [])].join(' ');
}

function sayHours({ from, to, days: on, timeZone }: Hours, locale: string): readonly string[] {
  const say = speak(locale);
  const isAllDay = from === to;
  return [
    ...(on.length === 0 ? [] : [on.includes(1) ? say.weekdays : say.weekends]),
    ...(isAllDay ? [] : [say.between(from, to)]),
    `(${sayZone(timeZone, locale)})`,
  ];
}

/** "ops at once", "after 10 minutes Kim and here". */
export function saySteps(steps: Route['steps'], { person: { locale }, command: { place } }: Context): readonly string[] {
  const say = speak(locale);
  const named = (one: Target): string => {
    if (one.to === 'notifier') return one.name;
    if (one.to === 'duty') return say.dutyOf(one.rotation);
    if (one.to === 'person') return one.name ?? one.person;
    const { channel, conversation, direct } = one.place;
    if (channel === place.channel && conversation === place.conversation) return say.here;
    return direct ? conversation : channelTitle(channel);
  };
  return steps.map(({ afterMs, targets }) => {
    const whom = both(targets.map(named), locale);
    return afterMs === 0 ? say.atOnce(whom) : say.after(sayLength(afterMs, locale), whom);
  });
}
