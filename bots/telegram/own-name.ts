import type { Clock } from '../../shared/clock.ts';
import type { Api } from './api.ts';
import { type Me, meOf } from './me.ts';
import type { TelegramConfig } from './settings.ts';

/** An answer of a few hundred bytes, ms. */
const askMs = 2_000;

/** The bot's name for a way in that loads no client: asked for by one plain call. */
export function ownName({ token, apiRoot }: Pick<TelegramConfig, 'token' | 'apiRoot'>, clock: Clock): Me {
  const call: Api['call'] = async (method) => {
    const answer = await fetch(`${apiRoot}bot${token}/${method}`, { signal: AbortSignal.timeout(askMs) });
    if (!answer.ok) throw new Error(`Telegram did not tell the bot's name: ${answer.status}.`);
    const { result } = { result: undefined, ...((await answer.json()) as object) };
    return result;
  };
  return meOf({ call }, clock);
}
