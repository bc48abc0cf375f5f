import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { type Range, range as rangeKind, text } from '../../shared/command/kinds/index.ts';
import { fields, type Reply, reply } from '../../shared/reply/reply.ts';
import { marked, shorten } from '../../shared/reply/text.ts';
import { sayLength } from '../../shared/time/sayLength.ts';
import { sayRange } from '../../shared/time/sayRange.ts';
import { barOf, chartOf, pointsOf, sayShare, sayTook, wholeOf } from './seen.ts';
import { matching, type Standing } from './which.ts';
import { speak } from './words/speak.ts';

const dayMs = 86_400_000;
/** Those that are read for one answer, and shown. */
const readMax = 500;
const shownMax = 50;
/** Questions to the series at once. */
const atOnce = 16;

const all = /^(?:of )?(?:all|all of (?:it|them)|everything|alle[sn]?|(?:von )?allem?)$/i;

/** `uptime example.com last month`: how much of the time it was up, what it took to answer, and when it was down; of several a table. */
export const uptime = command({
  name: 'uptime',
  summary: 'How much of the time something was up',
  reads: true,
  phrases: ['uptime of {which} {range}', 'uptime {which} {range}', 'uptime', 'availability of {which} {range}', 'how was {which} {range}'],
  params: {
    which: text({ optional: true, summary: 'Its number in `checks`, or words of its name; all, unless said' }),
    range: rangeKind({ optional: true, summary: 'The last 24 hours, unless said' }),
  },
  examples: ['uptime example.com last month', 'uptime of all last 7 days'],
  label: 'Uptime',
  access: 'member',
  in: {
    de: {
      summary: 'Wie viel der Zeit etwas verfügbar war',
      label: 'Verfügbarkeit',
      phrases: ['verfügbarkeit von {which} {range}', 'verfügbarkeit {which} {range}', 'verfügbarkeit', 'wie lief {which} {range}'],
      examples: ['verfügbarkeit von example.com letzten Monat'],
      params: {
        which: { summary: 'Seine Nummer in `checks` oder Worte seines Namens; alles, wenn nichts gesagt wird' },
        range: { summary: 'Die letzten 24 Stunden, wenn nichts gesagt wird' },
      },
    },
  },
  async run({ which = '', range }, context): Promise<Reply> {
    const now = context.now();
    const within = range ?? { from: now - dayMs, to: now };
    const isAll = which === '' || all.test(which.trim());
    const found = isAll ? await context.checks.list(context.command.place, context.person.id) : await matching(which.trim(), context);
    const [only, second] = found;
    if (only && !second) return ofOne(only, within, context);
    if (only) return ofSeveral(found, within, context);
    const say = speak(context.person.locale);
    if (isAll) return reply(say.none, { visibility: 'private', speech: say.sayNone });
    return reply(say.noneFits(shorten(which, 80)), { severity: 'warning', visibility: 'private' });
  },
});

async function ofOne(one: Standing, asked: Range, context: Context): Promise<Reply> {
  const { locale, timeZone } = context.person;
  const say = speak(locale);
  const { check } = one;
  const name = shorten(check.name, 80);
  // Before it was made nobody looked: most of a range is not shown as empty.
  const isMostlyBefore = check.madeAt < asked.to && check.madeAt - asked.from > (asked.to - asked.from) / 2;
  const range = { from: isMostlyBefore ? check.madeAt : asked.from, to: asked.to };
  const [parts, incidents] = await Promise.all([
    context.checks.seen(check.id, range, pointsOf(range, one)),
    context.incidents.within(context.command.place, context.person.id, range),
  ]);
  const { uptime: share, stateMs, watchedMs, p50, p95, p99 } = wholeOf(parts);
  const when = sayRange(range, timeZone, locale);
  const address = context.checks.address(check);
  if (share === null)
    return reply(say.notSeen(name, when), {
      visibility: 'private',
      ...(address === null ? {} : { fields: fields({ [say.address]: marked`\`${address}\`` }) }),
    });
  const count = incidents.filter(({ key, person }) => key === `check/${check.id}` && person === check.person).length;
  const told = stateMs.down === 0 ? say.neverDown : say.downFor(sayLength(stateMs.down, locale), count);
  const chart = chartOf(name, parts, timeZone, locale);
  const { columns } = say;
  const args = { which: check.id };
  return reply(say.wasUp(name, sayShare(share, locale), when, told), {
    severity: one.state.status === 'down' ? 'error' : stateMs.down > 0 ? 'warning' : 'success',
    fields: fields({
      [columns.bar]: barOf(parts),
      ...(p50 === null ? {} : { 'p50 · p95 · p99': [p50, p95, p99].map((ms) => sayTook(ms, locale)).join(' · ') }),
      ...(address === null ? {} : { [say.address]: marked`\`${address}\`` }),
      ...(watchedMs < 0.99 * (range.to - range.from) ? { [columns.watched]: sayLength(watchedMs, locale) } : {}),
    }),
    ...(chart ? { chart } : {}),
    actions: [
      { label: say.lastWeek, command: 'uptime', args: { ...args, range: 'last 7 days' } },
      { label: say.lastMonth, command: 'uptime', args: { ...args, range: 'last 30 days' } },
    ],
    speech: [
      say.sayUp(name, say.spokenShare(sayShare(share, locale)), say.spokenWhen(when)),
      told,
      ...(p95 === null ? [] : [say.sayTook(sayTook(p95, locale))]),
    ].join(' '),
  });
}

async function ofSeveral(found: readonly Standing[], range: Range, context: Context): Promise<Reply> {
  const { locale, timeZone } = context.person;
  const say = speak(locale);
  const incidents = Map.groupBy(await context.incidents.within(context.command.place, context.person.id, range), ({ key }) => key);
  const rows: { readonly name: string; readonly of: ReturnType<typeof wholeOf>; readonly incidents: number }[] = [];
  const asked = found.slice(0, readMax);
  for (let i = 0; i < asked.length; i += atOnce) {
    const some = asked.slice(i, i + atOnce).map(async ({ check: { id, name } }) => ({
      name: shorten(name, 80),
      of: wholeOf(await context.checks.seen(id, range)),
      incidents: incidents.get(`check/${id}`)?.length ?? 0,
    }));
    rows.push(...(await Promise.all(some)));
  }
  // What was not looked at stands last.
  rows.sort((a, b) => (a.of.uptime ?? 2) - (b.of.uptime ?? 2));
  const { what, uptime: up, down, incidents: times, typical } = say.columns;
  const when = sayRange(range, timeZone, locale);
  const perfect = rows.filter(({ of }) => of.uptime === 1).length;
  const [worst] = rows;
  return reply(say.wereUp(rows.length, when), {
    severity: perfect === rows.length ? 'success' : 'info',
    table: {
      columns: [{ title: what }, ...[up, down, times, typical, 'p95'].map((title) => ({ title, align: 'right' as const }))],
      rows: rows
        .slice(0, shownMax)
        .map(({ name, of: { uptime: share, stateMs, p50, p95 }, incidents: count }) => [
          name,
          share === null ? '–' : sayShare(share, locale),
          stateMs.down === 0 ? '' : sayLength(stateMs.down, locale),
          count === 0 ? '' : String(count),
          sayTook(p50, locale),
          sayTook(p95, locale),
        ]),
    },
    speech: [
      say.sayAll(rows.length, perfect),
      ...(worst && worst.of.uptime !== null && worst.of.uptime < 1
        ? [say.sayWorst(worst.name, say.spokenShare(sayShare(worst.of.uptime, locale)))]
        : []),
    ].join(' '),
  });
}
