import type { Skill } from '../shared/command/skill.ts';
import { skill as alerts } from './alerts/index.ts';
import { skill as checks } from './checks/index.ts';
import { skill as reminders } from './reminders/index.ts';
import { skill as schedules } from './schedules/index.ts';

/** What runs on a clock, one folder each. */
export const jobs: readonly Skill[] = [checks, alerts, reminders, schedules];
