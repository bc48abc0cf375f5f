import type { Skill } from '../../shared/command/skill.ts';
import { scheduleBook } from './book.ts';
import { fire } from './fire.ts';
import { rearm } from './rearm.ts';
import { timerPrefix } from './schedule.ts';

export const skill: Skill = {
  name: 'schedules',
  commands: [],
  services: (deps) => ({ schedules: scheduleBook(deps) }),
  start: rearm,
  timers: { prefix: timerPrefix, fire },
};
