import type { Skill } from '../../shared/command/skill.ts';
import { broken } from './broken.ts';
import { pause, resume, trigger, unschedule } from './change.ts';
import { schedule } from './schedule.ts';
import { schedules } from './schedules.ts';

export const skill: Skill = { name: 'schedules', commands: [schedule, schedules, pause, resume, trigger, unschedule, broken] };
