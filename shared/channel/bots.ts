import { SendFailed } from '../errors.ts';
import type { Channel, ChannelTools, ListenContext, Received } from './channel.ts';
import type { Inbound, Place, SentFile } from './inbound.ts';

/** The bot without a name: the one of the settings as they stand, at the routes as they stand. */
export const mainBot = 'main';

/** How people read which bot it is: `paper`, `paper/sales`. */
export const labelOf = ({ name, bot = mainBot }: Pick<Channel, 'name' | 'bot'>): string => (bot === mainBot ? name : `${name}/${bot}`);

/** A path of a channel as a bot has it: another than `main` has its name behind. */
export const pathOf = (path: string, bot: string): string => (bot === mainBot ? path : `${path}/${bot}`);

/** Where a channel's platform reaches one of its routes. */
export const addressOf = ({ url, bot = mainBot }: Pick<ChannelTools, 'url' | 'bot'>, path: string): string =>
  `${url.replace(/\/+$/, '')}${pathOf(path, bot)}`;

/** The way in of one bot, as the channel's own knows nothing of the others: its routes have the name behind, and its places name it. */
export function takingAs<T extends Pick<Channel, 'receive'>>(taking: T, bot: string): T {
  if (bot === mainBot) return taking;
  const { receive } = taking;
  const named = (received: Received): Received => {
    if (received.kind === 'inbound') return { ...received, inbound: received.inbound.map((one) => ofBot(one, bot)) };
    return received.kind === 'voice' ? { ...received, inbound: ofBot(received.inbound, bot) } : received;
  };
  return {
    ...taking,
    receive(request) {
      const received = receive({ ...request, path: request.path.slice(0, -(bot.length + 1)) });
      return received instanceof Promise ? received.then(named) : named(received);
    },
  };
}

/** A channel as one of several bots of it. */
export function channelAs(channel: Channel, bot: string): Channel {
  if (bot === mainBot) return channel;
  const { listen } = channel;
  return {
    ...takingAs(channel, bot),
    bot,
    routes: channel.routes.map((route) => ({ ...route, path: pathOf(route.path, bot) })),
    ...(listen && { listen: (context: ListenContext) => listen(listeningAs(context, bot)) }),
  };
}

function listeningAs(context: ListenContext, bot: string): ListenContext {
  const { accept, form, arrived } = context;
  return {
    ...context,
    accept: (inbound) => accept(ofBot(inbound, bot)),
    ...(form && { form: (inbound: Inbound) => form(ofBot(inbound, bot)) }),
    ...(arrived && { arrived: (who: Parameters<typeof arrived>[0]) => arrived(ofBot(who, bot)) }),
  };
}

const ofBot = <T extends { readonly place: Place }>(told: T, bot: string): T => ({ ...told, place: { ...told.place, bot } });

/** The channels by name, each with all of its bots: what is done at a place is done by the bot that the place names, and by no other. */
export function channelsByName(bots: readonly Channel[]): ReadonlyMap<string, Channel> {
  const names = new Set(bots.map(({ name }) => name));
  return new Map([...names].map((name) => [name, together(bots.filter((one) => one.name === name))]));
}

function together(bots: readonly Channel[]): Channel {
  const byBot = new Map(bots.map((channel) => [channel.bot ?? mainBot, channel]));
  const first = bots[0] as Channel; // There is one: its name was found in it.
  const at = ({ channel, bot }: Pick<Place, 'channel' | 'bot'>): Channel => {
    const found = byBot.get(bot);
    if (found) return found;
    throw new SendFailed('bot_off', `The bot ${labelOf({ name: channel, bot })} is off.`, {
      hint: 'Set its tokens (see `bellhop doctor`), start again, and redrive this.',
    });
  };
  const { remove, profile, isThere, probe, openFile, working, aside } = first;
  return {
    ...first,
    send: async (message, place, options) => at(place).send(message, place, options),
    ...(remove && {
      remove: async (message: string, place: Place, options: Parameters<typeof remove>[2]) => at(place).remove?.(message, place, options),
    }),
    ...(profile && {
      profile: async (place: Place, user: string, signal: AbortSignal) => (await at(place).profile?.(place, user, signal)) ?? {},
    }),
    ...(working && {
      working: async (place: Place, says: string, options: Parameters<typeof working>[2]) => at(place).working?.(place, says, options),
    }),
    ...(aside && { aside: async (place: Place, options: Parameters<typeof aside>[1]) => (await at(place).aside?.(place, options)) ?? place }),
    ...(openFile && {
      openFile: async (file: SentFile, place: Place, options: Parameters<typeof openFile>[2]) =>
        (await at(place).openFile?.(file, place, options)) ?? openFile(file, place, options),
    }),
    ...(isThere && { isThere: (place: Place) => byBot.get(place.bot)?.isThere?.(place) ?? true }),
    ...(probe && {
      probe: async (signal: AbortSignal, of?: Pick<Place, 'bot' | 'tenant'>) =>
        // Nothing is wrong with a bot that isn't there any more.
        (await byBot.get(of?.bot ?? mainBot)?.probe?.(signal, of)) ?? { ok: true, detail: 'off' },
    }),
  };
}
