import type { Skill } from '../../shared/command/skill.ts';
import { incidentBook } from './book.ts';
import { fire } from './fire.ts';
import { timerPrefix } from './incident.ts';
import { planBook } from './plan.ts';

export const skill: Skill = {
  name: 'alerts',
  commands: [],
  services: (deps) => ({ incidents: incidentBook(deps), alertPlans: planBook(deps) }),
  timers: { prefix: timerPrefix, fire },
};
