import type { Skill } from '../../shared/command/skill.ts';
import { allowList } from '../../shared/net/allow.ts';
import { check } from './check.ts';
import { prober } from './probe.ts';

export const skill: Skill = {
  name: 'uptime',
  commands: [check],
  services: ({ env, clock }) => ({ probe: prober({ allow: allowList(env.BELLHOP_ALLOW_HOSTS), now: () => clock.now() }) }),
};
