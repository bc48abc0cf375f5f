import { ownName } from '../../../bots/telegram/own-name.ts';
import { busy, nameUnknown, telegramReceive, telegramRoutes } from '../../../bots/telegram/receive.ts';
import { telegramConfig, telegramSettings } from '../../../bots/telegram/settings.ts';
import type { Door } from './door.ts';

/** Telegram, by its webhook. A request that takes the bot's name to understand waits for it: a function that has answered does nothing more. */
export const telegramDoor: Door = {
  name: 'telegram',
  routes: telegramRoutes,
  settings: telegramSettings,
  severalBots: true,
  open(env, { clock }) {
    const config = telegramConfig(env);
    if (config?.secret === undefined) return { off: 'Set TELEGRAM_BOT_TOKEN and TELEGRAM_WEBHOOK_SECRET.' };
    const { secret, botId } = config;
    const me = ownName(config, clock);
    const receive = telegramReceive({ secret, botId, botName: me.name, clock });
    return {
      busy,
      receive(request) {
        const received = receive(request);
        if (received.kind !== 'refused' || received.reason !== nameUnknown) return received;
        return me.learn().then(
          () => receive(request),
          () => received,
        );
      },
    };
  },
};
