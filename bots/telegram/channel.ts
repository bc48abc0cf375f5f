import { setTimeout } from 'node:timers/promises';
import { addressOf } from '../../shared/channel/bots.ts';
import type { ChannelModule } from '../../shared/channel/channel.ts';
import { telegramApi } from './api.ts';
import { fileOpener } from './files.ts';
import { telegramCan, telegramRates } from './limits.ts';
import { listener } from './listen.ts';
import { telegramListing } from './listing.ts';
import { meOf } from './me.ts';
import { prober } from './probe.ts';
import { publisher } from './publish.ts';
import { queriesOf } from './queries.ts';
import { busy, telegramReceive, telegramRoutes, webhookPath } from './receive.ts';
import { remover } from './remove.ts';
import { render } from './render.ts';
import { sender } from './send.ts';
import { telegramConfig, telegramSettings } from './settings.ts';

/** Telegram, by webhook or long polling. */
export const telegram: ChannelModule = {
  name: 'telegram',
  settings: telegramSettings,
  routes: telegramRoutes,
  severalBots: true,
  configure(env, tools) {
    const config = telegramConfig(env);
    if (!config) return { off: 'Set TELEGRAM_BOT_TOKEN (from @BotFather).' };
    const { clock, random } = tools;
    const { secret, botId } = config;
    const webhook = addressOf(tools, webhookPath);
    const api = telegramApi(config);
    const me = meOf(api, clock);
    const queries = queriesOf(api);
    const wait = (ms: number, signal: AbortSignal) => setTimeout(ms, undefined, { signal }).catch(() => {});
    return {
      on: {
        name: 'telegram',
        can: telegramCan,
        limits: telegramRates,
        routes: secret === undefined ? [] : telegramRoutes,
        receive: secret === undefined ? polledOnly : telegramReceive({ secret, botId, botName: me.name, clock }),
        render,
        send: sender(api, queries),
        remove: remover(api),
        openFile: fileOpener(api, config),
        named: ({ conversation, message }) => `${conversation}:${message}`,
        // A press's query is answered once.
        lasting: ({ via: _, ...place }) => place,
        busy,
        listen: listener({ api, me, queries, config, webhook, clock, random, wait }),
        probe: prober(api, me, secret),
        publish: publisher(api, webhook, secret),
        listing: telegramListing(api, botId),
      },
    };
  },
};

/** Without a secret nobody can be believed. */
const polledOnly = () => ({ kind: 'refused', reason: 'polling', ack: { status: 401 } }) as const;
