import type { Channel, HttpAnswer, HttpRequest, Received, Route } from '../../shared/channel/channel.ts';
import type { Clock } from '../../shared/clock.ts';
import { telegramLimits } from './limits.ts';
import { updateReader } from './update.ts';
import { verifier } from './verify.ts';

export const webhookPath = '/telegram/webhook';
export const telegramRoutes: readonly Route[] = [{ method: 'POST', path: webhookPath, types: ['application/json'] }];

export interface ReceiveOptions {
  /** The `secret_token` of setWebhook. */
  readonly secret: string;
  readonly botId: number;
  /** The bot's username, as soon as it is known. */
  readonly botName?: () => string | undefined;
  readonly clock: Clock;
}

/** The reason of a refusal: it takes the bot's own name to tell whether it was meant. */
export const nameUnknown = 'name_unknown';

/** Telegram repeats the update after this, and holds back only its own chat meanwhile. */
export const busy: Channel['busy'] = () => ({ status: 503, headers: { 'retry-after': String(telegramLimits.busySeconds) } });

const ok: HttpAnswer = { status: 200 };
const nothing: Received = { kind: 'nothing', ack: ok };

/**
 * The webhook's way in: the secret first, then a bounded parse. Synchronous, and loads nothing but itself. Telegram repeats what isn't answered with 2xx
 * for 24 hours and holds that chat back meanwhile (server source WebhookActor), so only what is no update at all is refused for good.
 */
export function telegramReceive({ secret, botId, botName = () => undefined, clock }: ReceiveOptions): (request: HttpRequest) => Received {
  const isTelegram = verifier(secret);
  const understand = updateReader({ id: botId, name: botName }, clock);

  return ({ headers, body }) => {
    if (!isTelegram(headers['x-telegram-bot-api-secret-token']))
      return refused(
        401,
        'secret_token',
        'This is not the secret_token of this webhook.',
        'Set TELEGRAM_WEBHOOK_SECRET to what setWebhook was given.',
      );
    let update: unknown;
    try {
      update = JSON.parse(body.toString());
    } catch {
      return refused(400, 'json', 'The body is not JSON.');
    }
    const understood = understand(update);
    switch (understood.kind) {
      case 'inbound':
        return { kind: 'inbound', inbound: [understood.inbound], ack: ackOf(understood.query) };
      case 'nothing':
        return understood.query === undefined ? nothing : { kind: 'nothing', ack: ackOf(understood.query) };
      case 'unnamed':
        return refused(503, nameUnknown, "Telegram has not told the bot's name yet.", 'It comes again by itself.', { 'retry-after': '1' });
      case 'invalid':
        return refused(400, 'update', 'This is not an Update.');
    }
  };
}

/**
 * A pressed button is answered in the acknowledgement itself (setWebhook: "Making requests when getting updates"): at once, only after accept, and as surely
 * as the acknowledgement. Whether Telegram took it is never seen, so `send` answers once more with the reply.
 */
function ackOf(query: string | undefined): HttpAnswer {
  if (query === undefined) return ok;
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ method: 'answerCallbackQuery', callback_query_id: query }),
  };
}

function refused(status: number, code: string, message: string, hint?: string, headers?: Readonly<Record<string, string>>): Received {
  return {
    kind: 'refused',
    reason: code,
    ack: {
      status,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ error: { code, message, ...(hint === undefined ? undefined : { hint }) } }),
    },
  };
}
