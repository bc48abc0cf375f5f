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

/** What a look means for a check. */
export interface Judged {
  /** To be kept; the very state before where nothing of it is new. */
  readonly state: CheckState;
  /** The incident that is to be opened, changed or closed before that. */
  readonly report: (Reporting & { readonly why: string }) | null;
}

/**
 * What a look means for a check. Pure. A look that says nothing of the target (it may not be reached from here, a secret is missing) is no failed one. Who died between telling and keeping
 * tells the same again with the next looks: an incident is one of its check, however often it is reported.
 */
export function judged(
  { check, state, isMaintained = false }: { readonly check: Check; readonly state: CheckState; readonly isMaintained?: boolean },
  finding: Finding,
  at: number,
  isHeld: boolean,
): Judged {
  const { locale } = check;
  if (finding.code !== undefined && unjudged.has(finding.code))
    return { state: kept(state, { ...state, why: reason(finding, locale) }), report: null };
  const judgedState = judge(state, { at, up: finding.up, ...(finding.up ? {} : { why: reason(finding, locale) }) }, check, isHeld);
  if (judgedState === state && state.openedAt === undefined) return { state, report: null };
  const { report, next } = reporting(judgedState, state, isMaintained || (check.silentUntil ?? 0) > at);
  if (!report) return { state: kept(state, next), report };
  const say = speak(locale);
  return { state: next, report: { ...report, why: report.flaps ? say.flaps : report.state === 'close' ? say.fine : (next.why ?? say.noReason) } };
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

/** Tells where a check is told that it is this machine's network that is down, or that it no longer is; once for each outage. */
export async function tellOutage(check: Check, state: 'open' | 'close', at: number, issue: SkillDeps['issue'], since = at): Promise<void> {
  const { message: _, ...place } = check.place;
  const say = speak(check.locale);
  await issue({
    key: `check-outage/${since}/${state}/${[place.channel, place.tenant, place.conversation, place.thread].join('/')}`,
    name: incidentCommand,
    raw: {
      args: {
        key: `network/${place.conversation}`,
        state,
        what: say.thisMachine,
        why: state === 'open' ? say.noAnchor : say.anchorAgain,
        level: 'warning',
      },
    },
    from: check.from,
    place,
    priority: 'alert',
    saidAt: at,
    locale: check.locale,
  });
}

const reason = (finding: Finding, locale: string) => shorten(why(finding, locale), whyMax);

const kept = (before: CheckState, state: CheckState) => (JSON.stringify(before) === JSON.stringify(state) ? before : state);
