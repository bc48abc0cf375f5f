import { busy } from '../../../bots/teams/answer.ts';
import { getDocument } from '../../../bots/teams/document.ts';
import { teamsReceive, teamsRoutes } from '../../../bots/teams/receive.ts';
import { readSettings, settings } from '../../../bots/teams/settings.ts';
import { formOf } from '../world/forms.ts';
import type { Door } from './door.ts';

/** Teams. What it asks and waits for (an invoke) is answered at the door too. */
export const teamsDoor: Door = {
  name: 'teams',
  routes: teamsRoutes,
  settings,
  severalBots: true,
  form: formOf,
  open(env, { clock }) {
    const read = readSettings(env);
    if (!read) return { off: 'Set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID.' };
    return { receive: teamsReceive({ ...read, clock, fetch: getDocument }), busy };
  },
};
