import type { Skill } from '../../shared/command/skill.ts';
import { due } from './due.ts';
import { forget } from './forget.ts';
import { remind } from './remind.ts';
import { reminders } from './reminders.ts';

export const skill: Skill = { name: 'remind', commands: [remind, reminders, forget, due] };
