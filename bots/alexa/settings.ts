import type { Env, Setting } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';
import { isInvocation } from './invocation.ts';
import { locales as known } from './languages.ts';
import type { SmapiSettings } from './smapi.ts';
import { type AlexaTrust, trustIn } from './trust.ts';

export const settings: readonly Setting[] = [
  { name: 'ALEXA_SKILL_ID', meaning: 'Id of the Alexa skill, amzn1.ask.skill.…: turns Alexa on' },
  { name: 'ALEXA_CERT_URL', meaning: "Prefix that a signing certificate's address must have", default: 'https://s3.amazonaws.com/echo.api/' },
  { name: 'ALEXA_CA_FILE', meaning: 'File (PEM) with more trusted roots for the signing chain' },
  { name: 'ALEXA_INVOCATION', meaning: 'What people call the skill by: two words or more', default: 'my bellhop' },
  { name: 'ALEXA_LOCALES', meaning: 'Locales that models are made for, comma-separated', default: 'en-US' },
  { name: 'SMAPI_REFRESH_TOKEN', meaning: 'Refresh token of Login with Amazon: models are then set through the Skill Management API', secret: true },
  { name: 'SMAPI_CLIENT_ID', meaning: 'Client id of the security profile that the token was made with' },
  { name: 'SMAPI_CLIENT_SECRET', meaning: 'Client secret of that security profile', secret: true },
  { name: 'SMAPI_API_URL', meaning: 'Where the Skill Management API is', default: 'https://api.amazonalexa.com' },
  { name: 'SMAPI_TOKEN_URL', meaning: 'Where its tokens come from', default: 'https://api.amazon.com/auth/o2/token' },
  { name: 'ALEXA_VERIFY', meaning: 'off: believe unsigned requests, only with BELLHOP_ENV=test', default: 'on' },
];

/** What the channel is opened with. */
export interface AlexaSettings extends AlexaTrust {
  readonly invocation: string;
  readonly locales: readonly string[];
  /** Where models are set through the API. */
  readonly smapi: SmapiSettings | undefined;
}

/** Reads the settings; null when none is there. Throws SettingsError with the variable's name and what it expects. */
export function alexaSettings(env: Env): AlexaSettings | null {
  const trust = trustIn(env);
  if (trust) return { ...trust, ...published(env) };
  const alone = settings.find(({ name }) => env[name]);
  if (alone)
    throw new SettingsError(
      `${alone.name} is set, but ALEXA_SKILL_ID is not.`,
      'Set ALEXA_SKILL_ID to the id of your skill, or take the other away.',
    );
  return null;
}

function published(env: Env): Omit<AlexaSettings, keyof AlexaTrust> {
  const invocation = env.ALEXA_INVOCATION || 'my bellhop';
  if (!isInvocation(invocation))
    throw new SettingsError(
      "ALEXA_INVOCATION can't call a skill.",
      'Two or more words in lower case, without "Alexa", "skill", "app" or words that open one: my bellhop.',
    );
  const locales = (env.ALEXA_LOCALES || 'en-US').split(',').map((one) => one.trim());
  const unknown = locales.find((locale) => !known.includes(locale));
  if (unknown !== undefined) throw new SettingsError(`ALEXA_LOCALES names ${unknown}.`, `There are ${known.join(', ')}.`);
  const { SMAPI_REFRESH_TOKEN: refreshToken, SMAPI_CLIENT_ID: clientId, SMAPI_CLIENT_SECRET: clientSecret } = env;
  if (!refreshToken && !clientId && !clientSecret) return { invocation, locales, smapi: undefined };
  if (!refreshToken || !clientId || !clientSecret)
    throw new SettingsError(
      'SMAPI_REFRESH_TOKEN, SMAPI_CLIENT_ID and SMAPI_CLIENT_SECRET belong together, and one is missing.',
      'Set all three, or none: models are then files to paste.',
    );
  const [apiUrl, tokenUrl] = [env.SMAPI_API_URL || 'https://api.amazonalexa.com', env.SMAPI_TOKEN_URL || 'https://api.amazon.com/auth/o2/token'];
  if (!URL.canParse(apiUrl) || !URL.canParse(tokenUrl))
    throw new SettingsError('SMAPI_API_URL or SMAPI_TOKEN_URL is no address.', 'Leave them out for those of Amazon.');
  return { invocation, locales, smapi: { refreshToken, clientId, clientSecret, apiUrl: apiUrl.replace(/\/$/, ''), tokenUrl } };
}
