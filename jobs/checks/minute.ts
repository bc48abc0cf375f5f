import type { SkillDeps } from '../../shared/command/skill.ts';
import { change } from '../../shared/store/change.ts';
import { collection, VersionConflict } from '../../shared/store/store.ts';
import { parts } from './check.ts';
import type { Engine, Round } from './engine.ts';

/** How many runs share all checks; 0: there are none. `emptySince`: since when none was found, ms since 1970. */
export interface Spread {
  readonly runs: number;
  readonly emptySince?: number;
}

/** One record, `all`. */
const spreads = collection<Spread>('check_spreads', {});
/** By shard: the last round that was taken. */
const rounds = collection<Round>('check_rounds', {});

const minuteMs = 60_000;
/** Checks of one run at most, until more runs share them. */
const checksARun = 2_000;
/** Nothing is run any more when nothing was found for so long, ms: what was made a moment ago may not be found yet. */
const emptyMs = 3_600_000;
const writeTries = 5;

/** How many runs are to share the checks, when one of so many found so many; null: as it is. Pure. */
export function spreadAfter({ runs, emptySince }: Spread, found: number, now: number): Spread | null {
  if (found === 0 && runs === 1) {
    if (emptySince === undefined) return { runs, emptySince: now };
    return now - emptySince >= emptyMs ? { runs: 0 } : null;
  }
  const more = found > checksARun && runs < parts.length;
  const fewer = found < checksARun / 4 && runs > 1;
  if (more || fewer) return { runs: more ? runs * 2 : runs / 2 };
  return emptySince === undefined ? null : { runs };
}

/** The round of a run that begins now, after the last one that was taken; null: it is somebody's. Pure. A round that nobody had is made up for, once for each check. */
export function roundAfter(last: Round | null, now: number): Round | null {
  const until = last?.until ?? 0;
  if (until > now + minuteMs / 2) return null;
  return { from: until > now - minuteMs ? until : now, until: now + minuteMs };
}

/** Has runs look at what is watched where no process lives on: `1/4` is the second of four that share all checks. */
export async function shards({ store }: Pick<SkillDeps, 'store'>): Promise<readonly string[]> {
  const { runs = 0 } = (await store.get(spreads, 'all'))?.value ?? {};
  return Array.from({ length: runs }, (_, i) => `${i}/${runs}`);
}

/** There is something to look at: called when it is in the store. */
export async function begin(store: SkillDeps['store']): Promise<void> {
  await change(store, spreads, 'all', (before) => (before?.runs && before.emptySince === undefined ? null : { runs: before?.runs || 1 }), writeTries);
}

/** Looks at a shard's checks for a minute. Another run of the same minute does nothing; a run that died leaves what it had not looked at to the next. */
export async function look(
  { store, clock, log }: Pick<SkillDeps, 'store' | 'clock' | 'log'>,
  shard: string,
  engine: Engine,
  signal: AbortSignal,
): Promise<void> {
  const [n = 0, of = 1] = shard.split('/').map(Number);
  const begun = clock.now();
  const { value: round, isWritten } = await change(store, rounds, shard, (last) => roundAfter(last, begun), writeTries);
  if (!round || !isWritten) return;
  if (round.from < begun - minuteMs / 2) log.warn({ shard, lateMs: begun - round.from }, 'Checks were not looked at for a while; they are now.');
  const each = parts.length / of;
  const found = await engine.round(parts.slice(n * each, (n + 1) * each), round, signal);
  if (n !== 0) return;
  const stands = await store.get(spreads, 'all');
  const next = stands?.value.runs === of ? spreadAfter(stands.value, found, begun) : null;
  if (!stands || !next) return;
  try {
    await store.put(spreads, 'all', next, { expect: stands.version });
  } catch (cause) {
    // Something was made meanwhile; the next run sees it.
    if (!(cause instanceof VersionConflict)) throw cause;
  }
}
