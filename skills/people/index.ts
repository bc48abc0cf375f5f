import type { Skill } from '../../shared/command/skill.ts';
import { claim } from './claim.ts';
import { forgetMe } from './forgetMe.ts';
import { group } from './group.ts';
import { holdingsIn } from './holdings.ts';
import { link, linkNews } from './link.ts';
import { linksIn } from './links.ts';
import { myData } from './myData.ts';
import { optOutIn } from './optOut.ts';
import { pin } from './pin.ts';
import { pinsIn } from './pins.ts';
import { prefer } from './prefer.ts';
import { profilesIn } from './profiles.ts';
import { rightsIn } from './rights.ts';
import { role } from './role.ts';
import { roles } from './roles.ts';
import { subscribe } from './subscribe.ts';
import { timezone } from './timezone.ts';
import { unlink } from './unlink.ts';
import { unsubscribe } from './unsubscribe.ts';
import { whoami } from './whoami.ts';

export const skill: Skill = {
  name: 'people',
  commands: [whoami, timezone, prefer, link, unlink, linkNews, pin, claim, role, roles, group, myData, forgetMe, unsubscribe, subscribe],
  services: (deps) => ({
    profiles: profilesIn(deps.store),
    links: linksIn(deps),
    voices: deps.speaks,
    rights: rightsIn(deps),
    pins: pinsIn(deps),
    holdings: holdingsIn(deps),
    optOut: optOutIn(deps),
  }),
};
