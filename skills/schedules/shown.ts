import type { Context } from '../../shared/command/context.ts';
import { timing } from '../../shared/command/kinds/index.ts';
import type { Action } from '../../shared/reply/action.ts';
import { sayLength } from '../../shared/time/sayLength.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { pause, resume, trigger, unschedule } from './change.ts';
import { speak } from './words/speak.ts';

type Schedule = NonNullable<Awaited<ReturnType<Context['schedules']['get']>>>;

const rule = timing();

/** A run that began so late says so, ms. */
const lateMs = 1_000;

/** A schedule as people of a locale read it, in its owner's zone, and its buttons. */
export function shown(schedule: Schedule, locale: string, now: number) {
  const say = speak(locale);
  const { id, timeZone, next, last, pausedAt, broken } = schedule;
  const at = (instant: number) => sayWhen(instant, timeZone, now, locale);
  const late = last ? last.issuedAt - last.slot : 0;
  const with_ = { which: id };
  const buttons: Action[] =
    pausedAt === undefined
      ? [trigger.with(with_, { label: say.runNow }), pause.with(with_, { label: say.pause }), unschedule.with(with_, { label: say.remove })]
      : [resume.with(with_, { label: say.resume }), resume.with({ ...with_, missed: 'all' }, { label: say.catchUp })];
  return {
    when: schedule.rule.unit === 'once' ? say.once(at(schedule.rule.at)) : (rule.printIn ?? rule.print)(schedule.rule, locale),
    next: broken !== undefined ? say.brokenState : pausedAt !== undefined ? say.paused : next === undefined ? say.never : at(next),
    last: last ? [at(last.issuedAt), ...(late > lateMs ? [say.late(sayLength(late, locale))] : [])].join(', ') : '',
    buttons,
  };
}
