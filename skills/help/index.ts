import type { Skill } from '../../shared/command/skill.ts';
import { help } from './help.ts';
import { home } from './home.ts';
import { stop } from './stop.ts';
import { suggest } from './suggest.ts';
import { welcome } from './welcome.ts';
import { worked } from './worked.ts';

export const skill: Skill = { name: 'help', commands: [help, home, suggest, welcome, stop, worked] };
