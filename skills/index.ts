import type { Skill } from '../shared/command/skill.ts';
import { skill as alerts } from './alerts/index.ts';
import { skill as answer } from './answer/index.ts';
import { skill as approve } from './approve/index.ts';
import { skill as goOn } from './continue/index.ts';
import { skill as help } from './help/index.ts';
import { skill as history } from './history/index.ts';
import { skill as people } from './people/index.ts';
import { skill as remind } from './remind/index.ts';
import { skill as schedules } from './schedules/index.ts';
import { skill as status } from './status/index.ts';
import { skill as undo } from './undo/index.ts';
import { skill as uptime } from './uptime/index.ts';
import { skill as watch } from './watch/index.ts';

/** What it does when asked, one folder each; help lists their commands in this order. */
export const skills: readonly Skill[] = [uptime, watch, alerts, remind, schedules, status, people, answer, goOn, undo, history, approve, help];
