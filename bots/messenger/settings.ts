import type { Env, Setting } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';
import { graphVersion } from './limits.ts';

export const messengerSettings: readonly Setting[] = [
  {
    name: 'MESSENGER_APP_SECRET',
    meaning: 'Messenger: the App Secret under App settings, Basic, of the Meta app; it signs what Meta sends',
    secret: true,
  },
  { name: 'MESSENGER_VERIFY_TOKEN', meaning: 'Messenger: words of your own, which Meta says when it checks /messenger/webhook', secret: true },
  {
    name: 'MESSENGER_PAGE_TOKEN',
    meaning: 'Messenger: the access token of the Facebook Page that people write to; of several, with commas between',
    secret: true,
  },
  {
    name: 'MESSENGER_GRAPH_URL',
    meaning: `where the Graph API is; with its version behind (/v25.0) for another than ${graphVersion}`,
    default: 'https://graph.facebook.com',
  },
];

/** The settings, checked. */
export interface MessengerConfig {
  readonly appSecret: string;
  readonly verifyToken: string;
  /** One for each Page; at least one. */
  readonly pageTokens: readonly string[];
  /** With its version, without a slash at the end. */
  readonly graphUrl: string;
}

const secrets = ['MESSENGER_APP_SECRET', 'MESSENGER_VERIFY_TOKEN', 'MESSENGER_PAGE_TOKEN'] as const;

/** Reads them; null without any of the three. Throws SettingsError naming the variable and what it expects, never its value. */
export function messengerConfig(env: Env): MessengerConfig | null {
  const { MESSENGER_APP_SECRET: appSecret, MESSENGER_VERIFY_TOKEN: verifyToken, MESSENGER_PAGE_TOKEN: pageToken, MESSENGER_GRAPH_URL: url } = env;
  const missing = secrets.filter((name) => !env[name]);
  if (missing.length === secrets.length) return null;
  if (!appSecret || !verifyToken || !pageToken)
    throw new SettingsError(`Messenger is half configured: ${missing.join(' and ')} not set.`, `Set ${secrets.join(', ')}, or none of them.`);
  expectShape('MESSENGER_APP_SECRET', appSecret, /^[0-9a-f]{16,128}$/i, "the app's secret, 32 hex digits");
  expectShape('MESSENGER_VERIFY_TOKEN', verifyToken, /^[\x21-\x7e]{8,200}$/, '8 to 200 letters, digits and signs without spaces, of your own choice');
  if (/[\r\n]/.test(pageToken)) throw new SettingsError('MESSENGER_PAGE_TOKEN is malformed.', 'It has a line end.');
  const pageTokens = pageToken.split(',').map((one) => one.trim());
  for (const one of pageTokens)
    expectShape(
      'MESSENGER_PAGE_TOKEN',
      one,
      /^[\x21-\x7e]{8,1000}$/,
      'an access token of the Page, EAA…, as Meta shows it; of several Pages, with commas between',
    );
  return { appSecret, verifyToken, pageTokens, graphUrl: graphUrl(url || 'https://graph.facebook.com') };
}

function graphUrl(value: string): string {
  const parsed = URL.parse(value);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.search !== '' || parsed.hash !== '')
    throw new SettingsError('MESSENGER_GRAPH_URL is not an http(s) address.', 'Unset it for https://graph.facebook.com.');
  const base = value.replace(/\/+$/, '');
  return /\/v\d{1,3}\.\d{1,2}$/.test(base) ? base : `${base}/${graphVersion}`;
}

/** The value of a secret is never in the message. */
function expectShape(name: string, value: string, shape: RegExp, expected: string): void {
  if (!shape.test(value)) throw new SettingsError(`${name} is malformed.`, `It is ${expected}.`);
}
