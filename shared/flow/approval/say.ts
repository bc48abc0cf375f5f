import type { Person } from '../../people/person.ts';
import { type Access, needed } from '../../people/rights.ts';
import { type Reply, reply } from '../../reply/reply.ts';
import { spansOf } from '../../reply/text.ts';
import { sayWhen } from '../../time/sayWhen.ts';
import type { Approval } from './approvals.ts';
import { speak } from './words/speak.ts';

/** What is said of a command that needs a second person, to one of those it concerns. */

type Reader = Pick<Person, 'locale' | 'timeZone'>;

/** How it stands, wherever it was asked for: one message, which is replaced by what becomes of it. */
export function approval({ id, what, askerName, endsAt, concerns, decided }: Approval, { locale, timeZone }: Reader, now: number): Reply {
  const say = speak(locale);
  const asked = [...spansOf(say.asks(askerName ?? say.somebody)), what, '\n'];
  const about = `approval:${id}`;
  if (decided) {
    const who = decided.name ?? say.somebody;
    return reply([...asked, { italic: decided.yes ? `✓ ${say.approved(who)}` : `✗ ${say.saidNo(who, decided.reason ?? '')}` }], { about });
  }
  if (now >= endsAt) return reply([...asked, { italic: say.nobodyDecided }], { about });
  const args = { which: id };
  return reply([...asked, say.waitsUntil(sayWhen(endsAt, timeZone, now, locale))], {
    about,
    ...(concerns ? { concerns } : {}),
    actions: [
      { label: say.approve, command: 'approve', args, style: 'primary' },
      { label: say.sayNo, command: 'refuse', args, style: 'danger' },
    ],
  });
}

/** To who asked, where only they are. */
export const approvalAsked = ({ name, endsAt, places }: Approval, { locale, timeZone }: Reader, now: number): Reply =>
  reply(speak(locale).asked(name, places.length, sayWhen(endsAt, timeZone, now, locale)));

export const nobodyApproves = (name: string, by: Access, { locale }: Reader): Reply =>
  reply(speak(locale).nobody(name, needed(by, locale)), { severity: 'warning' });

/** To who asked: a no, or nobody's word. */
export const notApproved = ({ name, decided }: Approval, { locale }: Reader): Reply => {
  const say = speak(locale);
  if (!decided) return reply(say.notInTime(name), { severity: 'warning' });
  return reply([...spansOf(say.refused(decided.name ?? say.somebody, name)), decided.reason ?? ''], { severity: 'warning' });
};

export const approvalLost = ({ name, decided }: Approval, { locale }: Reader): Reply => {
  const say = speak(locale);
  return reply(say.lost(decided?.name ?? say.somebody, name), { severity: 'warning' });
};
