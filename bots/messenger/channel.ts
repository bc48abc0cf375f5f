import { addressOf } from '../../shared/channel/bots.ts';
import type { ChannelModule } from '../../shared/channel/channel.ts';
import { fileOpener } from './files.ts';
import { messengerCan, messengerRates } from './limits.ts';
import { messengerListing } from './listing.ts';
import { pagesOf } from './pages.ts';
import { profiler } from './people.ts';
import { prober } from './probe.ts';
import { publisher } from './publish.ts';
import { busy, messengerReceive, messengerRoutes, webhookPath } from './receive.ts';
import { render } from './render.ts';
import { sender } from './send.ts';
import { messengerConfig, messengerSettings } from './settings.ts';

/** Messenger: what people write to a Facebook Page. */
export const messenger: ChannelModule = {
  name: 'messenger',
  settings: messengerSettings,
  routes: messengerRoutes,
  severalBots: true,
  configure(env, tools) {
    const config = messengerConfig(env);
    if (!config) return { off: 'Set MESSENGER_APP_SECRET, MESSENGER_VERIFY_TOKEN and MESSENGER_PAGE_TOKEN.' };
    const { clock } = tools;
    const callback = addressOf(tools, webhookPath);
    const pages = pagesOf(config);
    return {
      on: {
        name: 'messenger',
        can: messengerCan,
        limits: messengerRates,
        routes: messengerRoutes,
        receive: messengerReceive({ ...config, clock }),
        render,
        openFile: fileOpener(config.graphUrl),
        send: sender(pages),
        busy,
        profile: profiler(pages),
        probe: prober(pages.all, callback),
        publish: publisher(pages.every, callback),
        listing: messengerListing(pages.every),
      },
    };
  },
};
