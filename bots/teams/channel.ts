import type { Channel, ChannelModule, Route } from '../../shared/channel/channel.ts';
import { busy } from './answer.ts';
import { rates, sizes } from './limits.ts';
import { probeTeams } from './probe.ts';
import { teamsReceive } from './receive.ts';
import { render } from './render.ts';
import { connectorClient } from './sdk.ts';
import { teamsSend } from './send.ts';
import { readSettings, settings } from './settings.ts';

const routes: readonly Route[] = [{ method: 'POST', path: '/api/messages', types: ['application/json'] }];

/** Microsoft Teams by the Bot Connector: chats, group chats, channels, cards. */
export const teams: ChannelModule = {
  name: 'teams',
  settings,
  routes,
  configure(env, { clock }) {
    const read = readSettings(env);
    if (!read) return { off: 'Set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID to turn it on.' };
    const tools = { clock, fetch };
    const channel: Channel = {
      name: 'teams',
      can: {
        buttons: sizes.buttons,
        tokenBytes: sizes.tokenBytes,
        text: sizes.text,
        images: true,
        edit: true,
        private: true,
        tables: true,
        voice: false,
        proactive: true,
      },
      limits: rates,
      routes,
      receive: teamsReceive({ ...read, ...tools }),
      render,
      send: teamsSend(read, tools),
      busy,
      warm: async () => void (await connectorClient()),
      probe: (signal) => probeTeams(read, tools, signal),
    };
    return { on: channel };
  },
};
