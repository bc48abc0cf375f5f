import type { SkillDeps } from '../../shared/command/skill.ts';
import { shorten } from '../../shared/reply/text.ts';
import type { Check } from './check.ts';
import { type CheckState, judge, type Reporting, reporting } from './judge.ts';
import { type Finding, unjudged } from './kind.ts';
import { why } from './kinds/say.ts';
import { speak } from './words/speak.ts';

/** The hidden command that opens, changes and closes incidents; skills/alerts defines it. */
export const incidentCommand = 'incident';

/** Characters of a reason that are kept. */
const whyMax = 300;

export interface Judged {
  readonly state: CheckState;
  /** Whether it is another than before, and is to be kept. */
  readonly isNew: boolean;
}

/**
 * What a look means for a check: judges it, has an incident opened, changed or closed, and answers the state to keep. Died before that is kept, the next looks say the same again: an incident
 * is one of its check, however often it is reported. A look that says nothing of the target (it may not be reached from here, a secret is missing) is no failed one.
 */
export async function judged(
  { check, state }: { readonly check: Check; readonly state: CheckState },
  finding: Finding,
  at: number,
  { isHeld, issue }: { readonly isHeld: boolean; readonly issue: SkillDeps['issue'] },
): Promise<Judged> {
  const { locale } = check;
  if (finding.code !== undefined && unjudged.has(finding.code)) return kept(state, { ...state, why: reason(finding, locale) });
  const look = { at, up: finding.up, ...(finding.up ? {} : { why: reason(finding, locale) }) };
  const isSilent = (check.silentUntil ?? 0) > at;
  const { report, next } = reporting(judge(state, look, check, isHeld), state, isSilent);
  if (report) {
    const say = speak(locale);
    const { flaps } = report;
    await tell(check, { ...report, why: flaps ? say.flaps : report.state === 'close' ? say.fine : (next.why ?? say.noReason) }, at, issue);
  }
  return kept(state, next);
}

/** Has an incident of a check opened, changed or closed. */
export async function tell(
  check: Check,
  { state, openedAt, flaps, why }: Reporting & { readonly why: string },
  at: number,
  issue: SkillDeps['issue'],
): Promise<void> {
  const { message: _, ...place } = check.place;
  const level = flaps ? 'warning' : check.level;
  await issue({
    key: `check/${check.id}/${openedAt}/${state}/${at}`,
    name: incidentCommand,
    raw: {
      args: { key: `check/${check.id}`, state, what: check.name, why, level, ...(check.tags.length > 0 ? { tags: check.tags.join(' ') } : {}) },
    },
    from: check.from,
    place,
    priority: 'alert',
    saidAt: state === 'open' ? openedAt : at,
    locale: check.locale,
  });
}

const reason = (finding: Finding, locale: string) => shorten(why(finding, locale), whyMax);

const kept = (before: CheckState, state: CheckState): Judged => ({ state, isNew: JSON.stringify(before) !== JSON.stringify(state) });
