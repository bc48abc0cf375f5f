import { busy, messengerReceive, messengerRoutes } from '../../../bots/messenger/receive.ts';
import { messengerConfig, messengerSettings } from '../../../bots/messenger/settings.ts';
import type { Door } from './door.ts';

/** Messenger, by its webhook; Meta's handshake is answered at the door too. */
export const messengerDoor: Door = {
  name: 'messenger',
  routes: messengerRoutes,
  settings: messengerSettings,
  severalBots: true,
  open(env, { clock }) {
    const config = messengerConfig(env);
    if (!config) return { off: 'Set MESSENGER_APP_SECRET, MESSENGER_VERIFY_TOKEN and MESSENGER_PAGE_TOKEN.' };
    return { receive: messengerReceive({ ...config, clock }), busy };
  },
};
