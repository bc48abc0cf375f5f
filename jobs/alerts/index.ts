import type { Skill } from '../../shared/command/skill.ts';
import { incidentBook } from './book.ts';
import { fire } from './fire.ts';
import { hookBook, hookPage } from './hooks.ts';
import { timerPrefix } from './incident.ts';
import { notifierBook } from './notify.ts';
import { planBook } from './plan.ts';
import { firePulse, pulseBook, pulseOf } from './pulse.ts';

export const skill: Skill = {
  name: 'alerts',
  commands: [],
  services(deps) {
    const alertPlans = planBook(deps);
    return { incidents: incidentBook(deps), alertPlans, notifiers: notifierBook(deps, alertPlans), hooks: hookBook(deps), pulses: pulseBook(deps) };
  },
  pages: [hookPage],
  timers: {
    prefix: timerPrefix,
    fire(due, deps) {
      const pulse = pulseOf(due.id);
      return pulse === null ? fire(due, deps) : firePulse(pulse, due, deps);
    },
  },
};
