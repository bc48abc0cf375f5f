import type { Skill } from '../../shared/command/skill.ts';
import { claim } from './claim.ts';
import { group } from './group.ts';
import { link, linkNews } from './link.ts';
import { linksIn } from './links.ts';
import { profilesIn } from './profiles.ts';
import { rightsIn } from './rights.ts';
import { role } from './role.ts';
import { roles } from './roles.ts';
import { timezone } from './timezone.ts';
import { unlink } from './unlink.ts';
import { whoami } from './whoami.ts';

export const skill: Skill = {
  name: 'people',
  commands: [whoami, timezone, link, unlink, linkNews, claim, role, roles, group],
  services: (deps) => ({ profiles: profilesIn(deps.store), links: linksIn(deps), voices: deps.speaks, rights: rightsIn(deps) }),
};
