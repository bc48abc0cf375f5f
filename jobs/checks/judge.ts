import { collection } from '../../shared/store/store.ts';
import { type Check, partOf } from './check.ts';

/** `new`: not judged yet. `unknown`: it can't be judged, for what it depends on is down. */
export type Status = 'new' | 'up' | 'down' | 'unknown';

/** What is known of a check. Changes only when something happens: one that stays as it is costs no write. */
export interface CheckState {
  readonly status: Status;
  /** Since when, ms since 1970: of `down` the first look that failed. */
  readonly since: number;
  /** The last looks, newest last: 1 good, 0 failed; at most `window`. Good ones are not counted while none failed. */
  readonly recent: string;
  /** When the looks that may change the status began, while there are too few of them. */
  readonly turning?: { readonly at: number; readonly count: number };
  /** It changes so often that its changes aren't told. */
  readonly flapping: boolean;
  /** Since when an incident of it is open: `openedAt` of that. */
  readonly openedAt?: number;
  /** Why the last failed look did. */
  readonly why?: string;
}

/** By the id of its check, which stands in it once it is kept. `all`: in the parts that checks are in. */
export const checkStates = collection<CheckState & { readonly id?: string }>('check_states', {
  indexes: { all: ({ id }) => (id === undefined ? null : { partition: partOf(id), sort: id }) },
});

/** Looks that flapping is judged by; so many changes among them are flapping, and so many equal looks in a row end it. */
const window = 20;
const flapChanges = 5;
const steadyLooks = 10;

export const fresh = (at: number): CheckState => ({ status: 'new', since: at, recent: '', flapping: false });

/** What a look said: `up`, or why not; `null` where it says nothing of the target (it could not be looked at). */
export type Look = { readonly at: number; readonly up: boolean; readonly why?: string };

/** The state after a look. `isHeld`: something it depends on is down. Pure. */
export function judge(
  before: CheckState,
  { at, up, why }: Look,
  { failures, successes }: Pick<Check, 'failures' | 'successes'>,
  isHeld = false,
): CheckState {
  // Most looks, and nothing of them is new: what never failed lately needs no memory of each.
  if (up && before.status === 'up' && !before.turning && !before.flapping && !before.recent.includes('0')) return before;
  const recent = (before.recent + (up ? '1' : '0')).slice(-window);
  const changes = [...recent].filter((one, i) => i > 0 && one !== recent[i - 1]).length;
  const isSteady = recent.length >= steadyLooks && new Set(recent.slice(-steadyLooks)).size === 1;
  const flapping = before.flapping ? !isSteady : changes >= flapChanges;
  const said: Status = up ? 'up' : isHeld ? 'unknown' : 'down';
  const { turning: _, ...rest } = before;
  const next = { ...rest, recent, flapping, ...(up || why === undefined ? {} : { why }) };
  if (said === before.status) return next;
  // The first good look, and what nobody is told of, need no second one.
  const needed = up ? (before.status === 'down' ? successes : 1) : isHeld ? 1 : failures;
  const turning = before.turning && isSame(recent) ? { ...before.turning, count: before.turning.count + 1 } : { at, count: 1 };
  return turning.count >= needed ? { ...next, status: said, since: turning.at } : { ...next, turning };
}

/** Whether the last two looks were equal. */
const isSame = (recent: string) => recent.length < 2 || recent.at(-1) === recent.at(-2);

/** What is to be reported of a state: an incident opened, changed or closed; null: nothing. */
export type Reporting = { readonly state: 'open' | 'update' | 'close'; readonly openedAt: number; readonly flaps?: true };

/**
 * What is to be told, and the state once it is. By what stands and not by what just changed, so that a report that was lost is made again. While it flaps, it is told once that it does,
 * and nothing more until it is steady.
 */
export function reporting(
  state: CheckState,
  before: CheckState,
  isSilent: boolean,
): { readonly report: Reporting | null; readonly next: CheckState } {
  const { openedAt, ...rest } = state;
  if (state.flapping) {
    if (before.flapping || isSilent) return { report: null, next: state };
    const at = openedAt ?? state.since;
    return { report: { state: openedAt === undefined ? 'open' : 'update', openedAt: at, flaps: true }, next: { ...state, openedAt: at } };
  }
  const isDown = state.status === 'down';
  if (openedAt !== undefined && !isDown && state.status !== 'unknown') return { report: { state: 'close', openedAt }, next: rest };
  if (!isDown || isSilent) return { report: null, next: state };
  if (openedAt === undefined) return { report: { state: 'open', openedAt: state.since }, next: { ...state, openedAt: state.since } };
  const isNews = before.flapping || before.why !== state.why;
  return { report: isNews ? { state: 'update', openedAt } : null, next: state };
}
