import { randomUUID } from 'node:crypto';
import { type Schedule, schedules } from '../../jobs/schedules/schedule.ts';
import { timing } from '../../shared/command/kinds/index.ts';
import { isId, named } from '../../shared/command/named.ts';
import { Refusal, SettingsError } from '../../shared/errors.ts';
import { allOf } from './part.ts';
import { Unfit } from './unfit.ts';
import { type Installation, worldOf } from './world.ts';

export interface JobsAsked {
  readonly action: 'list' | 'next' | 'run' | 'pause' | 'resume';
  /** Of `run`, `pause` and `resume`: its number in the list, its name or words of what it runs, or its id. */
  readonly which?: string | undefined;
  /** Of `next`: so many runs. */
  readonly count?: number | undefined;
  /** Whose tenant, channel/tenant/user; the first admin's unless said. */
  readonly for?: string | undefined;
}

/** A schedule as `bellhop jobs` shows it; times as ISO 8601, UTC. */
export interface Job {
  readonly id: string;
  readonly name: string;
  readonly run: string;
  readonly when: string;
  readonly owner: string;
  readonly state: 'waiting' | 'paused' | 'over' | 'stopped';
  readonly next?: string;
  readonly last?: string;
  readonly leftOut: number;
}

/** What runs by the clock in a tenant, soonest first; of `next` each run, of the others the one that was changed. Throws SettingsError, and Refusal for a job that isn't one. */
export async function jobsOf({ action, which = '', count = 10, for: owner }: JobsAsked, installation: Installation): Promise<readonly Job[]> {
  const { place, deps, services } = await worldOf(owner === undefined ? {} : { owner }, installation).catch((error: unknown) => {
    if (error instanceof Unfit) throw new SettingsError(error.message, 'Name whose: --for channel/tenant/user.');
    throw error;
  });
  const all = await allOf(deps.store, schedules, place);
  if (action === 'list') return all.map(shown);
  if (action === 'next') {
    const runs = all.flatMap((one) => services.schedules.upcoming(one, count).map((slot) => ({ ...one, next: slot })));
    return runs
      .sort((one, other) => one.next - other.next)
      .slice(0, count)
      .map(shown);
  }
  const [only, second] = isId(which) ? all.filter(({ id }) => id === which) : named(which, all, ({ name, what }) => name ?? what);
  if (!only || second)
    throw new Refusal('job_not_found', `${only ? 'Several schedules are' : 'No schedule is'} called "${which}".`, {
      hint: '`bellhop jobs list` shows them: name one by its number, or its id.',
    });
  const { id } = only;
  if (action === 'run') await services.schedules.runNow(id, randomUUID());
  else if (action === 'pause') await services.schedules.pause(id);
  else await services.schedules.resume(id, 'skip');
  return [shown((await services.schedules.get(id)) ?? only)];
}

function shown({ id, name, what, rule, person, pausedAt, broken, next, last, leftOut }: Schedule): Job {
  const state = broken !== undefined ? 'stopped' : pausedAt !== undefined ? 'paused' : next === undefined ? 'over' : 'waiting';
  return {
    id,
    name: name ?? what,
    run: what,
    when: timing().print(rule),
    owner: person,
    state,
    ...(next === undefined ? {} : { next: new Date(next).toISOString() }),
    ...(last === undefined ? {} : { last: new Date(last.issuedAt).toISOString() }),
    leftOut,
  };
}
