import type { Skill } from '../../shared/command/skill.ts';
import { alert } from './alert.ts';
import { down } from './down.ts';
import { incident } from './incident.ts';
import { acknowledge, release, timeline } from './take.ts';
import { testAlert } from './tryOut.ts';

export const skill: Skill = { name: 'alerts', commands: [down, acknowledge, release, timeline, testAlert, alert, incident] };
