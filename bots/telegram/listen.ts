import type { ListenContext } from '../../shared/channel/channel.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Api } from './api.ts';
import type { Me } from './me.ts';
import { pauseMs, poll } from './poll.ts';
import type { Queries } from './queries.ts';
import { TelegramRefused } from './refusal.ts';
import type { TelegramConfig } from './settings.ts';
import { updateReader } from './update.ts';
import { registerWebhook } from './webhook.ts';

export interface ListenParts {
  readonly api: Api;
  readonly me: Me;
  readonly queries: Queries;
  readonly config: Pick<TelegramConfig, 'botId' | 'secret'>;
  /** Where Telegram is to call. */
  readonly webhook: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Learns who the bot is; then polls until the signal ends or, with a webhook secret, registers the webhook and is done. Tries again until Telegram answers. */
export function listener(parts: ListenParts): (context: ListenContext) => Promise<void> {
  const { api, me, config, clock, webhook } = parts;
  return async (context) => {
    const { secret, botId } = config;
    if (!(await untilDone(() => me.learn(context.signal), parts, context))) return;
    if (secret === undefined) await poll({ ...parts, understand: updateReader({ id: botId, name: me.name }, clock) }, context);
    else await untilDone(() => registerWebhook(api, webhook, secret, context), parts, context);
  };
}

/** Answers false when the signal ended it first. */
async function untilDone(task: () => Promise<unknown>, { wait, random }: ListenParts, { signal, report }: ListenContext): Promise<boolean> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      await task();
      return true;
    } catch (cause) {
      if (!(cause instanceof TelegramRefused)) throw cause;
      if (signal.aborted) break;
      report({ ok: false, detail: `${cause.message} ${cause.hint ?? ''}`.trim() });
      await wait(pauseMs(cause, failures, random), signal);
    }
  }
  return false;
}
