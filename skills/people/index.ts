import type { Skill } from '../../shared/command/skill.ts';
import { profilesIn } from './profiles.ts';
import { timezone } from './timezone.ts';
import { whoami } from './whoami.ts';

export const skill: Skill = { name: 'people', commands: [whoami, timezone], services: ({ store }) => ({ profiles: profilesIn(store) }) };
