import type { Skill, SkillDeps } from '../../shared/command/skill.ts';
import { allowList } from '../../shared/net/allow.ts';
import { anchorsOf, reachesOne } from '../../shared/net/anchors.ts';
import { maintenanceOf } from '../alerts/maintenance.ts';
import { badgePage } from './badge.ts';
import { checkBook } from './book.ts';
import { Engine, type Watched } from './engine.ts';
import { gaugesOf } from './gauges.ts';
import { fire, timerPrefix } from './gone.ts';
import { Guard } from './guard.ts';
import { heartbeatPage } from './heartbeat.ts';
import { type History, historyOf, sampleOf } from './history.ts';
import { look, shards } from './minute.ts';
import type { Probe } from './seen.ts';

/** One looks for a process, and keeps what it saw; handlers tell it what was made and taken away. */
interface Looking {
  readonly engine: Engine;
  readonly history: History;
}

/** Where each keeping is paid for, looks of so long are kept together, ms. */
const minuteGatherMs = 15_000;

const lookings = new WeakMap<SkillDeps['store'], Looking>();

function lookingOf(deps: SkillDeps): Looking {
  const known = lookings.get(deps.store);
  if (known) return known;
  const looking = newLooking(deps);
  lookings.set(deps.store, looking);
  return looking;
}

/** `gatherMs`: of a run that is one of many; then no look is told of by itself, for each would be a line of a log that is paid for. */
function newLooking(deps: SkillDeps, gatherMs?: number): Looking {
  const history = historyOf(deps, gatherMs);
  const allow = allowList(deps.env.BELLHOP_ALLOW_HOSTS);
  const anchors = anchorsOf(deps.env.BELLHOP_ANCHORS) ?? [];
  const guard = anchors.length > 0 ? new Guard({ ...deps, answers: () => reachesOne(anchors) }) : undefined;
  const looked = (watched: Watched, at: number, due: number) => {
    const sample = sampleOf(watched, at);
    history.saw(sample);
    if (gatherMs !== undefined) return;
    deps.observer.looked({ kind: watched.check.kind, state: sample.state, tookMs: watched.last?.finding.ms ?? 0, lateMs: at - due });
  };
  return { history, engine: new Engine({ ...deps, allow, guard, looked, isInMaintenance: maintenanceOf(deps) }) };
}

export const skill: Skill = {
  name: 'checks',
  commands: [],
  services(deps) {
    const { env, clock } = deps;
    const allow = allowList(env.BELLHOP_ALLOW_HOSTS);
    // What looks is loaded when somebody asks.
    const probe: Probe = async (url, options) => (await import('./probe.ts')).prober({ allow, now: () => clock.now() })(url, options);
    return { probe, checks: checkBook(deps, lookingOf(deps).engine) };
  },
  async live(deps, signal) {
    const { engine, history } = lookingOf(deps);
    try {
      await engine.run(signal);
    } finally {
      await history.end();
    }
  },
  pages: [heartbeatPage(({ store }, check) => lookings.get(store)?.engine.seenAlive(check)), badgePage],
  measures: (deps) => gaugesOf(lookingOf(deps).engine.all()),
  minute: {
    shards,
    async run(deps, shard, signal) {
      const { engine, history } = newLooking(deps, minuteGatherMs);
      try {
        await look(deps, shard, engine, signal);
      } finally {
        await history.end();
      }
    },
  },
  timers: { prefix: timerPrefix, fire },
};
