import { command } from '../../shared/command/define.ts';
import { duration, text, timing } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { both } from '../../shared/language/languages.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { sayLength } from '../../shared/time/sayLength.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import type { Plan } from './routeWords.ts';
import { speak } from './words/speak.ts';

type Window = Plan['windows'][number];

/** Windows of a tenant at most. */
const windowsMax = 100;
const rule = timing();

/** `maintenance for tag shop from 22:00 for 2 hours`: nobody is told meanwhile, and the time counts for nothing. */
export const maintenance = command({
  name: 'maintenance',
  summary: 'Announce maintenance: nobody is told meanwhile',
  phrases: [
    'maintenance for {what} from {when} for {how_long}',
    'maintenance for {what} at {when} for {how_long}',
    'maintenance for {what} {when} for {how_long}',
    'maintenance for {what} for {how_long}',
  ],
  params: {
    what: text({ ask: 'Of what? “everything”, “tag shop”, or names of checks.', summary: '“everything”, “tag shop”, or names of checks', max: 500 }),
    how_long: duration({ min: { ms: 60_000 }, max: { ms: 30 * 86_400_000 }, ask: 'For how long?', summary: 'For how long' }),
    when: timing({ optional: true, summary: 'From when, once or again and again; now, when left out' }),
  },
  examples: ['maintenance for tag shop from 22:00 for 2 hours', 'maintenance for everything every sunday at 3 for 1 hour'],
  label: 'Maintenance',
  access: 'operator',
  repeat: 'keyed',
  in: {
    de: {
      summary: 'Kündigt Wartung an: so lange wird niemandem etwas gesagt',
      label: 'Wartung',
      phrases: [
        'wartung für {what} ab {when} für {how_long}',
        'wartung für {what} um {when} für {how_long}',
        'wartung für {what} {when} für {how_long}',
        'wartung für {what} für {how_long}',
      ],
      examples: ['wartung für tag shop ab 22:00 für 2 Stunden', 'wartung für alles jeden Sonntag um 3 für 1 Stunde'],
      params: {
        what: { ask: 'Wovon? „alles“, „tag shop“, oder Namen von Prüfungen.', summary: '„alles“, „tag shop“, oder Namen von Prüfungen' },
        how_long: { ask: 'Wie lange?', summary: 'Wie lange' },
        when: { summary: 'Ab wann, einmal oder immer wieder; jetzt, wenn es fehlt' },
      },
    },
  },
  async run({ what, how_long: { ms }, when }, context): Promise<Reply> {
    const {
      alertPlans,
      command: { place, from, saidAt },
      person: { locale, timeZone, name },
      idempotencyKey,
      now,
    } = context;
    const say = speak(locale);
    const window: Window = {
      id: idempotencyKey,
      ...whichOf(what),
      // A slot is one that comes after it was made.
      when: when ?? { unit: 'once', at: saidAt, timeZone },
      forMs: ms,
      madeAt: saidAt - 1,
      by: name ?? from.user,
    };
    const span = alertPlans.spanOf(window, now());
    if (!span) throw new Refusal('maintenance_never', say.maintenanceNever);
    await alertPlans.change(place, (plan) => {
      const others = plan.windows.filter(({ id }) => id !== window.id);
      if (others.length >= windowsMax) throw new Refusal('too_many_windows', say.tooManyWindows(windowsMax));
      return { ...plan, windows: [...others, window] };
    });
    const of = sayOf(window, locale);
    const [begins, ends] = [span.from, span.until].map((at) => sayWhen(at, timeZone, now(), locale));
    return reply(span.from <= now() ? say.maintenanceNow(of, ends ?? '') : say.maintenanceSet(of, begins ?? '', ends ?? ''), {
      severity: 'success',
      actions: [endMaintenance.with({ which: of }, { label: say.endMaintenance }), windows.with({}, { locale })],
    });
  },
});

/** `windows`: maintenance that is, or that is to come. */
export const windows = command({
  name: 'windows',
  summary: 'Maintenance that is or is to come',
  phrases: ['maintenance windows', 'show maintenance', 'list maintenance'],
  examples: ['maintenance windows'],
  label: 'Maintenance windows',
  access: 'member',
  reads: true,
  in: { de: { summary: 'Wartung, die ist oder kommt', label: 'Wartungen', phrases: ['wartungen', 'zeig die wartungen'] } },
  async run(_, { alertPlans, command: { place }, person: { locale, timeZone }, now }): Promise<Reply> {
    const say = speak(locale);
    const all = (await alertPlans.get(place)).windows.filter((one) => alertPlans.spanOf(one, now()));
    if (all.length === 0) return reply(say.noWindows);
    const { what, when, next, length, by } = say.windowColumns;
    const nextOf = (one: Window) => {
      const span = alertPlans.spanOf(one, now());
      return span && (span.from <= now() ? say.windowNow(sayWhen(span.until, timeZone, now(), locale)) : sayWhen(span.from, timeZone, now(), locale));
    };
    const whenOf = ({ when: at }: Window) => (at.unit === 'once' ? say.windowOnce : (rule.printIn ?? rule.print)(at, locale));
    return reply(say.windowsAre, {
      table: {
        columns: [{ title: '#', align: 'right' }, ...[what, when, next, length, by].map((title) => ({ title }))],
        rows: all.map((one, i) => [String(i + 1), sayOf(one, locale), whenOf(one), nextOf(one) ?? '', sayLength(one.forMs, locale), one.by]),
      },
      actions: all.slice(0, 10).map((one) => endMaintenance.with({ which: sayOf(one, locale) }, { label: say.takeAway(sayOf(one, locale)) })),
    });
  },
});

/** `end_maintenance 1`: ends a window, or takes it away before it comes. */
export const endMaintenance = command({
  name: 'end_maintenance',
  summary: 'End maintenance, or take it away',
  phrases: ['end maintenance {which}', 'end maintenance for {which}', 'cancel maintenance {which}'],
  params: { which: text({ ask: 'Which? Its number in `windows`, or what it is for.', summary: 'Its number in `windows`, or what it is for' }) },
  examples: ['end maintenance 1', 'end maintenance for tag shop'],
  label: 'End maintenance',
  access: 'operator',
  in: {
    de: {
      summary: 'Beendet eine Wartung, oder nimmt sie weg',
      label: 'Wartung beenden',
      phrases: ['beende wartung {which}', 'beende wartung für {which}', 'beende die wartung für {which}'],
      examples: ['beende wartung 1'],
      params: { which: { ask: 'Welche? Ihre Nummer in `windows`, oder wofür sie ist.', summary: 'Ihre Nummer in `windows`, oder wofür sie ist' } },
    },
  },
  async run({ which }, { alertPlans, command: { place }, person: { locale }, now }): Promise<Reply> {
    const say = speak(locale);
    const number = /^#?(\d{1,3})\.?$/.exec(which.trim())?.[1];
    let gone: Window | undefined;
    await alertPlans.change(place, (plan) => {
      const all = plan.windows.filter((one) => alertPlans.spanOf(one, now()));
      gone = number ? all[Number(number) - 1] : all.find((one) => sayOf(one, locale).toLowerCase() === which.trim().toLowerCase());
      return gone ? { ...plan, windows: plan.windows.filter((one) => one !== gone) } : null;
    });
    return gone ? reply(say.maintenanceEnded(sayOf(gone, locale)), { severity: 'success' }) : reply(say.noSuchWindow(which), { severity: 'warning' });
  },
});

function whichOf(said: string): Pick<Window, 'names' | 'tags'> {
  const words = said.trim().toLowerCase();
  if (/^(everything|all|alles)$/.test(words)) return { names: [], tags: [] };
  const tagged = /^(?:everything |alles )?(?:tags?|tagged|getaggt)\s+(.+)$/.exec(words)?.[1];
  const parts = (tagged ?? words).split(/\s*,\s*|\s+(?:and|und)\s+/).filter(Boolean);
  return tagged === undefined ? { names: parts, tags: [] } : { names: [], tags: parts };
}

/** As it can be said again. */
function sayOf({ names, tags }: Window, locale: string): string {
  if (names.length === 0 && tags.length === 0) return speak(locale).routeLevel(undefined);
  return tags.length > 0 ? `tag ${tags.join(', ')}` : both(names, locale);
}
