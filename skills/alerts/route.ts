import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { Refusal } from '../../shared/errors.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { type Route, readSteps, readWhich, saySteps, sayWhich } from './routeWords.ts';
import { speak } from './words/speak.ts';

/** Routes of a tenant at most. */
const routesMax = 100;

/** `route errors tagged shop to ops, then after 10 minutes @kim`: whom incidents are told, step by step until somebody has them. */
export const route = command({
  name: 'route',
  summary: 'Say whom incidents are told, step by step',
  phrases: ['route {which} to {steps}', 'send alerts for {which} to {steps}'],
  params: {
    which: text({
      ask: 'Which incidents? “everything”, or “errors tagged shop between 22:00 and 6:00”.',
      summary: '“everything”, “errors tagged shop on weekdays”',
    }),
    steps: text({
      ask: 'To whom? Step by step: “ops, then after 10 minutes @kim, then here”.',
      summary: 'Who, in order: people, rotations, “here”; “then after 10 minutes @kim”',
    }),
  },
  examples: ['route everything to here, then after 10 minutes me', 'route errors between 22:00 and 6:00 to me'],
  label: 'Route alerts',
  access: 'operator',
  in: {
    de: {
      summary: 'Legt fest, wem Störungen gesagt werden, Schritt für Schritt',
      label: 'Alarme leiten',
      phrases: ['leite {which} an {steps}', 'schick alarme für {which} an {steps}'],
      examples: ['leite alles an hier, dann nach 10 Minuten mich', 'leite fehler zwischen 22:00 und 6:00 an mich'],
      params: {
        which: {
          ask: 'Welche Störungen? „alles“, oder „fehler mit Tag shop zwischen 22:00 und 6:00“.',
          summary: '„alles“, „fehler mit Tag shop werktags“',
        },
        steps: {
          ask: 'An wen? Schritt für Schritt: „ops, dann nach 10 Minuten @kim, dann hier“.',
          summary: 'Wer, der Reihe nach: Personen, Bereitschaften, „hier“; „dann nach 10 Minuten @kim“',
        },
      },
    },
  },
  async run({ which: said, steps: whom }, context): Promise<Reply> {
    const {
      alertPlans,
      command: { place },
      person: { locale },
    } = context;
    const say = speak(locale);
    const which = readWhich(said, context);
    const steps = await readSteps(whom, context, await alertPlans.get(place));
    await alertPlans.change(place, (plan) => {
      const others = plan.routes.filter((one) => JSON.stringify(one.which) !== JSON.stringify(which));
      if (others.length >= routesMax) throw new Refusal('too_many_routes', say.tooManyRoutes(routesMax));
      return { ...plan, routes: [...others, { which, steps }] };
    });
    return reply(say.routed(sayWhich(which, locale)), {
      severity: 'success',
      fields: saySteps(steps, context).map((value, i) => ({ name: say.step(i + 1), value })),
      actions: [routes.with({}, { locale })],
    });
  },
});

/** `routes`: whom incidents are told here. */
export const routes = command({
  name: 'routes',
  summary: 'Whom incidents are told',
  phrases: ['show routes', 'list routes', 'alert routes'],
  examples: ['routes'],
  label: 'Routes',
  access: 'member',
  reads: true,
  in: { de: { summary: 'Wem Störungen gesagt werden', label: 'Alarmwege', phrases: ['alarmwege', 'zeig die alarmwege'] } },
  async run(_, context): Promise<Reply> {
    const {
      alertPlans,
      command: { place },
      person: { locale },
    } = context;
    const say = speak(locale);
    const { routes: all } = await alertPlans.get(place);
    if (all.length === 0) return reply(say.noRoutes);
    const { which, whom } = say.routeColumns;
    return reply(say.routesAre, {
      table: {
        columns: [{ title: '#', align: 'right' }, { title: which }, { title: whom }],
        rows: all.map((one, i) => [String(i + 1), sayWhich(one.which, locale), saySteps(one.steps, context).join('; ')]),
      },
      actions: all
        .slice(0, 10)
        .map((one) => unroute.with({ which: sayWhich(one.which, locale) }, { label: say.takeAway(sayWhich(one.which, locale)) })),
    });
  },
});

/** `unroute 2`: takes a route away. */
export const unroute = command({
  name: 'unroute',
  summary: 'Take a route of alerts away',
  phrases: ['unroute {which}', 'remove route {which}', 'delete route {which}'],
  params: { which: text({ ask: 'Which route? Its number in `routes`.', summary: 'Its number in `routes`, or what it is for' }) },
  examples: ['unroute 1'],
  label: 'Take a route away',
  access: 'operator',
  in: {
    de: {
      summary: 'Nimmt einen Alarmweg weg',
      label: 'Alarmweg wegnehmen',
      phrases: ['entferne alarmweg {which}', 'lösche alarmweg {which}'],
      examples: ['entferne alarmweg 1'],
      params: { which: { ask: 'Welcher Weg? Seine Nummer in `routes`.', summary: 'Seine Nummer in `routes`, oder wofür er ist' } },
    },
  },
  async run({ which }, context): Promise<Reply> {
    const {
      alertPlans,
      command: { place },
      person: { locale },
    } = context;
    const say = speak(locale);
    let gone: Route | undefined;
    await alertPlans.change(place, (plan) => {
      gone = named(which, plan.routes, context);
      return gone ? { ...plan, routes: plan.routes.filter((one) => one !== gone) } : null;
    });
    return gone ? reply(say.unrouted(sayWhich(gone.which, locale)), { severity: 'success' }) : reply(say.noSuchRoute(which), { severity: 'warning' });
  },
});

function named(words: string, all: readonly Route[], { person: { locale } }: Context): Route | undefined {
  const number = /^#?(\d{1,3})\.?$/.exec(words.trim())?.[1];
  return number ? all[Number(number) - 1] : all.find(({ which }) => sayWhich(which, locale).toLowerCase() === words.trim().toLowerCase());
}
