import { addressOf } from '../../shared/channel/bots.ts';
import type { Channel, ChannelModule } from '../../shared/channel/channel.ts';
import { busy } from './answer.ts';
import { bearer } from './bearer.ts';
import { getDocument } from './document.ts';
import { fileOpener } from './files.ts';
import { rates, sending, teamsCan } from './limits.ts';
import { teamsListing } from './listing.ts';
import { probeTeams } from './probe.ts';
import { publisher } from './publish.ts';
import { messagesPath, teamsReceive, teamsRoutes } from './receive.ts';
import { render } from './render.ts';
import { connectorClient } from './sdk.ts';
import { teamsSend } from './send.ts';
import { readSettings, settings } from './settings.ts';

/** Microsoft Teams by the Bot Connector: chats, group chats, channels, cards. */
export const teams: ChannelModule = {
  name: 'teams',
  settings,
  routes: teamsRoutes,
  severalBots: true,
  configure(env, given) {
    const read = readSettings(env);
    if (!read) return { off: 'Set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID to turn it on.' };
    const { clock, url } = given;
    const tools = { clock, fetch };
    const channel: Channel = {
      name: 'teams',
      can: teamsCan,
      limits: rates,
      routes: teamsRoutes,
      receive: teamsReceive({ ...read, clock, fetch: getDocument }),
      render,
      ...teamsSend(read, tools),
      busy,
      openFile: fileOpener(read.serviceUrls, bearer({ ...read, ...tools, deadlineMs: sending.deadlineMs })),
      warm: async () => void (await connectorClient()),
      probe: (signal) => probeTeams(read, tools, signal),
      publish: publisher(addressOf(given, messagesPath)),
      listing: teamsListing(read.appId, url, clock),
    };
    return { on: channel };
  },
};
