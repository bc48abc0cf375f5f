import type { Skill } from '../../shared/command/skill.ts';
import { alert } from './alert.ts';
import { down } from './down.ts';
import { duty, takeDuty, unreachable } from './duty.ts';
import { hook, hooks, unhook } from './hook.ts';
import { incident } from './incident.ts';
import { endMaintenance, maintenance, windows } from './maintenance.ts';
import { notifier, notifiers, notify, removeNotifier } from './notifier.ts';
import { deadman, pulse } from './pulse.ts';
import { rotation, unrotate } from './rotation.ts';
import { route, routes, unroute } from './route.ts';
import { acknowledge, release, timeline } from './take.ts';
import { testAlert } from './tryOut.ts';

export const skill: Skill = {
  name: 'alerts',
  commands: [
    down,
    acknowledge,
    release,
    timeline,
    testAlert,
    route,
    routes,
    unroute,
    rotation,
    unrotate,
    duty,
    takeDuty,
    deadman,
    pulse,
    hook,
    hooks,
    unhook,
    maintenance,
    windows,
    endMaintenance,
    notifier,
    notifiers,
    removeNotifier,
    notify,
    unreachable,
    alert,
    incident,
  ],
};
