import type { Env, Setting } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';

export const telegramSettings: readonly Setting[] = [
  { name: 'TELEGRAM_BOT_TOKEN', meaning: 'The token that @BotFather gave: digits, a colon, letters.', secret: true },
  {
    name: 'TELEGRAM_WEBHOOK_SECRET',
    meaning: 'Set: Telegram calls /telegram/webhook with this secret_token. Not set: long polling.',
    secret: true,
  },
  { name: 'TELEGRAM_API_ROOT', meaning: 'Where the Bot API is.', default: 'https://api.telegram.org' },
];

/** The settings, checked. */
export interface TelegramConfig {
  readonly token: string;
  /** The bot's user id: the digits before the token's colon. */
  readonly botId: number;
  /** Webhook when there is one, else long polling. */
  readonly secret: string | undefined;
  /** Ends in `/`. */
  readonly apiRoot: string;
}

/** Reads them; null without a token. Throws SettingsError naming the variable and what it expects, never its value. */
export function telegramConfig(env: Env): TelegramConfig | null {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_SECRET: secret, TELEGRAM_API_ROOT: root } = env;
  if (!token) {
    if (secret)
      throw new SettingsError('TELEGRAM_WEBHOOK_SECRET is set without TELEGRAM_BOT_TOKEN.', 'Set the token that @BotFather gave, or unset both.');
    return null;
  }
  const botId = Number(/^(\d{1,15}):[A-Za-z0-9_-]+$/.exec(token)?.[1]);
  if (!Number.isSafeInteger(botId))
    throw new SettingsError('TELEGRAM_BOT_TOKEN is not a bot token.', 'It looks like 123456789:AAE… : copy it from @BotFather as it is.');
  if (secret && !/^[A-Za-z0-9_-]{1,256}$/.test(secret))
    throw new SettingsError('TELEGRAM_WEBHOOK_SECRET has characters that Telegram refuses.', 'Use 1–256 of A–Z, a–z, 0–9, _ and -.');
  return { token, botId, secret: secret || undefined, apiRoot: apiRoot(root || 'https://api.telegram.org') };
}

function apiRoot(value: string): string {
  if (!/^https?:$/.test(URL.parse(value)?.protocol ?? ''))
    throw new SettingsError('TELEGRAM_API_ROOT is not an http(s) address.', 'Unset it for https://api.telegram.org.');
  return value.endsWith('/') ? value : `${value}/`;
}
