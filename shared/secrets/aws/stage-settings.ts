import { called } from '../../aws/call.ts';
import type { Clock } from '../../clock.ts';
import { SettingsError, StorageFailed } from '../../errors.ts';
import type { AskSecret } from './ask-secret.ts';

/** Names of settings and their values, as the environment has them. */
export type Settings = Readonly<Record<string, string>>;

/** The secret settings of a stage's installation, which lie in one secret of Secrets Manager. */
export interface StageSettings {
  /**
   * What holds now, or held some minutes ago: the same object while the secret's version is the same. Throws StorageFailed when it could never be read, and SettingsError
   * when the secret is no settings; a secret that was read once stays good while Secrets Manager can't be asked.
   */
  read(): Promise<Settings>;
  /** A platform refused what was read: it may have been rotated. Reads anew, but not within 10 s of the last time; answers whether something else holds now. */
  renew(): Promise<boolean>;
}

export interface StageSettingsOptions {
  readonly ask: AskSecret;
  /** The secret's ARN or name; its value is JSON, an object of texts. */
  readonly secretId: string;
  readonly clock: Clock;
  /** Hears why what is held had to do in place of what is there now. For the log. */
  readonly failed: (cause: unknown) => void;
}

/** How long a value is good; how soon it is asked for again after that failed, and after someone was refused; ms. */
const goodMs = 300_000;
const failedMs = 30_000;
const renewMs = 10_000;

interface Held {
  readonly version: string;
  readonly settings: Settings;
}

/** One call of Secrets Manager in 5 minutes, however many ask. */
export function stageSettings({ ask, secretId, clock, failed }: StageSettingsOptions): StageSettings {
  let held: Held | undefined;
  let goodUntil = 0;
  let askedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<Held> | undefined;

  async function fetched(): Promise<Held> {
    askedAt = clock.now();
    const { version, text } = await called('The settings', (abortSignal) => ask(secretId, abortSignal));
    if (held?.version !== version) held = { version, settings: settingsOf(secretId, text) };
    goodUntil = clock.now() + goodMs;
    return held;
  }

  function refresh(): Promise<Held> {
    underWay ??= fetched().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  /** What is held, where it can't be asked. */
  async function refreshOrHeld(): Promise<Held> {
    try {
      return await refresh();
    } catch (cause) {
      if (!held || !(cause instanceof StorageFailed || cause instanceof SettingsError)) throw cause;
      failed(cause);
      goodUntil = clock.now() + failedMs;
      return held;
    }
  }

  return {
    read: async () => (held && clock.now() < goodUntil ? held : await refreshOrHeld()).settings,
    async renew() {
      const before = held;
      if (before && clock.now() < askedAt + renewMs) return false;
      return (await refreshOrHeld()) !== before;
    },
  };
}

/** Reads what a secret says. Throws SettingsError, which shows nothing of it. */
export function settingsOf(secretId: string, text: string | undefined): Settings {
  const parsed = parsedJson(text ?? '');
  const isSettings =
    typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) && Object.values(parsed).every((one) => typeof one === 'string');
  if (isSettings) return parsed as Settings;
  throw new SettingsError(
    `The secret ${secretId} holds no settings.`,
    'Its value is a JSON object of names and texts, such as {"SLACK_BOT_TOKEN":"…"}.',
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote the secret.
    return undefined;
  }
}
