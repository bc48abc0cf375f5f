import type { Skill, SkillDeps } from '../../shared/command/skill.ts';
import { allowList } from '../../shared/net/allow.ts';
import { checkBook } from './book.ts';
import { Engine } from './engine.ts';
import type { Probe } from './seen.ts';

/** One looks for a process; handlers tell it what was made and taken away. */
const engines = new WeakMap<SkillDeps['store'], Engine>();

function engineOf(deps: SkillDeps): Engine {
  const engine = engines.get(deps.store) ?? new Engine({ ...deps, allow: allowList(deps.env.BELLHOP_ALLOW_HOSTS) });
  engines.set(deps.store, engine);
  return engine;
}

export const skill: Skill = {
  name: 'checks',
  commands: [],
  services(deps) {
    const { env, clock } = deps;
    const allow = allowList(env.BELLHOP_ALLOW_HOSTS);
    // What looks is loaded when somebody asks.
    const probe: Probe = async (url, options) => (await import('./probe.ts')).prober({ allow, now: () => clock.now() })(url, options);
    return { probe, checks: checkBook(deps, engineOf(deps)) };
  },
  live: (deps, signal) => engineOf(deps).run(signal),
};
