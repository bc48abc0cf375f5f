import type { Skill } from '../../shared/command/skill.ts';
import { again } from './again.ts';
import { history } from './history.ts';
import { logIn } from './log.ts';

export const skill: Skill = { name: 'history', commands: [history, again], services: (deps) => ({ commandLog: logIn(deps) }) };
