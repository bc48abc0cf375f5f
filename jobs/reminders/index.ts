import type { Skill } from '../../shared/command/skill.ts';
import { reminderBook } from './book.ts';
import { fire } from './fire.ts';
import { rearm } from './rearm.ts';
import { timerPrefix } from './reminder.ts';

export const skill: Skill = {
  name: 'reminders',
  commands: [],
  services: (deps) => ({ reminders: reminderBook(deps) }),
  start: rearm,
  timers: { prefix: timerPrefix, fire },
};
