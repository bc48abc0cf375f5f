import type { Skill } from '../../shared/command/skill.ts';
import { allowList } from '../../shared/net/allow.ts';
import type { Probe } from './seen.ts';

export const skill: Skill = {
  name: 'checks',
  commands: [],
  services({ env, clock }) {
    const allow = allowList(env.BELLHOP_ALLOW_HOSTS);
    // What looks is loaded when somebody asks.
    const probe: Probe = async (url, options) => (await import('./probe.ts')).prober({ allow, now: () => clock.now() })(url, options);
    return { probe };
  },
};
