import type { Env, Setting } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';

export const slackSettings: readonly Setting[] = [
  { name: 'SLACK_SIGNING_SECRET', meaning: 'Slack over HTTP: the signing secret under Basic Information of the Slack app', secret: true },
  { name: 'SLACK_BOT_TOKEN', meaning: 'Slack: the bot token under OAuth & Permissions, xoxb-…', secret: true },
  { name: 'SLACK_APP_TOKEN', meaning: 'Slack by Socket Mode instead of HTTP: an app-level token with connections:write, xapp-…', secret: true },
  { name: 'SLACK_CLIENT_ID', meaning: 'Slack in many workspaces: the client id under Basic Information; people then install it at /slack/install' },
  { name: 'SLACK_CLIENT_SECRET', meaning: 'Slack in many workspaces: the client secret beside it', secret: true },
  {
    name: 'SLACK_CONFIG_REFRESH_TOKEN',
    meaning: 'Slack: refresh token of an app configuration token, xoxe-…: the manifest is then set through the API',
    secret: true,
  },
  { name: 'SLACK_API_URL', meaning: 'base of the Web API', default: 'https://slack.com/api/' },
];

/** What Slack is opened with; deliveries come by HTTP or by socket, never both. */
export interface SlackConfig {
  /** Left out where each workspace installs the app by OAuth. */
  readonly botToken: string | undefined;
  /** Many workspaces may install it. */
  readonly oauth: SlackOAuth | undefined;
  /** For the manifest. */
  readonly configToken: string | undefined;
  /** Ends with a slash. */
  readonly apiUrl: string;
  readonly from: { readonly kind: 'http'; readonly signingSecret: string } | { readonly kind: 'socket'; readonly appToken: string };
}

/** The app as OAuth knows it. */
export interface SlackOAuth {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Reads the settings; `off` with the way to turn it on when none of the secrets is set. Throws SettingsError for a malformed or half-configured Slack. */
export function slackConfig(env: Env): SlackConfig | { readonly off: string } {
  const {
    SLACK_SIGNING_SECRET: secret,
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_API_URL: api,
    SLACK_CONFIG_REFRESH_TOKEN: configToken,
  } = env;
  const oauth = oauthOf(env);
  if (!secret && !botToken && !appToken && !oauth) {
    return { off: 'Set SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode).' };
  }
  if (!botToken && !oauth)
    throw new SettingsError('SLACK_BOT_TOKEN is missing.', 'Copy the bot token, xoxb-…, from OAuth & Permissions in the Slack app.');
  if (botToken) expectShape('SLACK_BOT_TOKEN', botToken, /^(xoxe\.)?xoxb-\S+$/, 'a bot token that begins with xoxb-');
  if (appToken) expectShape('SLACK_APP_TOKEN', appToken, /^xapp-\S+$/, 'an app-level token that begins with xapp-');
  if (secret) expectShape('SLACK_SIGNING_SECRET', secret, /^[\x21-\x7e]{8,}$/, "the app's signing secret, 32 hex digits");
  if (configToken) expectShape('SLACK_CONFIG_REFRESH_TOKEN', configToken, /^xoxe-\S+$/, 'a refresh token that begins with xoxe-');
  const apiUrl = apiBase(api);
  if (appToken && oauth)
    throw new SettingsError(
      'SLACK_CLIENT_ID and SLACK_APP_TOKEN are both set.',
      'Many workspaces are served over HTTP alone: unset SLACK_APP_TOKEN.',
    );
  const common = { botToken, oauth, configToken, apiUrl };
  if (appToken) return { ...common, from: { kind: 'socket', appToken } };
  if (secret) return { ...common, from: { kind: 'http', signingSecret: secret } };
  throw new SettingsError(
    `${botToken ? 'SLACK_BOT_TOKEN' : 'SLACK_CLIENT_ID'} is set, but not how Slack reaches us.`,
    'Set SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode).',
  );
}

function oauthOf({ SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret }: Env): SlackOAuth | undefined {
  if (!clientId && !clientSecret) return undefined;
  if (!clientId || !clientSecret) {
    throw new SettingsError(
      `${clientId ? 'SLACK_CLIENT_SECRET' : 'SLACK_CLIENT_ID'} is missing.`,
      'Copy both from Basic Information in the Slack app, or unset both.',
    );
  }
  expectShape('SLACK_CLIENT_ID', clientId, /^\d{1,30}\.\d{1,30}$/, 'two numbers with a dot between');
  expectShape('SLACK_CLIENT_SECRET', clientSecret, /^[\x21-\x7e]{8,}$/, "the app's client secret, 32 hex digits");
  return { clientId, clientSecret };
}

function apiBase(value = ''): string {
  if (value === '') return 'https://slack.com/api/';
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new SettingsError(`SLACK_API_URL is no http(s) address: ${value}`, 'Leave it out, or set it like https://slack.com/api/.');
  }
  return value.endsWith('/') ? value : `${value}/`;
}

/** The value of a secret is never in the message. */
function expectShape(name: string, value: string, shape: RegExp, expected: string): void {
  if (!shape.test(value)) throw new SettingsError(`${name} is malformed.`, `It is ${expected}.`);
}
