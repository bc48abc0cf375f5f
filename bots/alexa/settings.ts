import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { Env, Setting } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';
import { certificatePlace } from './certificate-url.ts';
import { isInvocation } from './invocation.ts';
import { locales as known } from './languages.ts';
import type { SmapiSettings } from './smapi.ts';

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
export interface AlexaSettings {
  readonly skillId: string;
  readonly certUrl: string;
  /** PEM. */
  readonly roots: readonly string[];
  readonly verify: boolean;
  readonly invocation: string;
  readonly locales: readonly string[];
  /** Where models are set through the API. */
  readonly smapi: SmapiSettings | undefined;
}

/** Reads the settings; null when none is there. Throws SettingsError with the variable's name and what it expects. */
export function alexaSettings(env: Env): AlexaSettings | null {
  const skillId = env.ALEXA_SKILL_ID;
  if (!skillId) {
    const alone = settings.find(({ name }) => env[name]);
    if (alone)
      throw new SettingsError(
        `${alone.name} is set, but ALEXA_SKILL_ID is not.`,
        'Set ALEXA_SKILL_ID to the id of your skill, or take the other away.',
      );
    return null;
  }
  if (!/^amzn1\.[A-Za-z0-9.-]{1,120}$/.test(skillId))
    throw new SettingsError(
      'ALEXA_SKILL_ID is not the id of a skill.',
      'It looks like amzn1.ask.skill.… and stands in the developer console under "Copy Skill ID".',
    );
  const certUrl = env.ALEXA_CERT_URL || 'https://s3.amazonaws.com/echo.api/';
  if (!certificatePlace(certUrl))
    throw new SettingsError(
      'ALEXA_CERT_URL is not an address that certificates can safely come from.',
      'It expects an https address (http only on loopback), without user, query or %. Leave it out for Amazon.',
    );
  return { skillId, certUrl, roots: [...rootCertificates, ...rootsIn(env.ALEXA_CA_FILE)], verify: verifies(env), ...published(env) };
}

function published(env: Env): Pick<AlexaSettings, 'invocation' | 'locales' | 'smapi'> {
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

function verifies(env: Env): boolean {
  const value = env.ALEXA_VERIFY || 'on';
  if (value === 'on') return true;
  if (value !== 'off') throw new SettingsError('ALEXA_VERIFY is neither "on" nor "off".', 'Leave it out: signatures are then checked.');
  if (env.BELLHOP_ENV !== 'test')
    throw new SettingsError(
      'ALEXA_VERIFY=off would let anyone command the bot.',
      'It is for tests: set BELLHOP_ENV=test too, or take ALEXA_VERIFY away.',
    );
  return false;
}

function rootsIn(file: string | undefined): string[] {
  if (!file) return [];
  const expected = 'It expects the path of a file with one or more certificates in PEM.';
  let pem: string;
  try {
    pem = readFileSync(file, 'latin1');
  } catch (error) {
    throw new SettingsError(`ALEXA_CA_FILE: ${file} can't be read: ${error instanceof Error ? error.message : String(error)}.`, expected);
  }
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g);
  if (!blocks?.every(isCertificate)) throw new SettingsError(`ALEXA_CA_FILE: ${file} holds no certificate, or a damaged one.`, expected);
  return blocks;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
