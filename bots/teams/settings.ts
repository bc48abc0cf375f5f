import type { Env, Setting } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';
import { cloudAt, publicCloud } from './cloud.ts';
import { originOf } from './serviceUrl.ts';

/** What Teams needs to be on. */
export interface TeamsSettings {
  readonly appId: string;
  readonly password: string;
  readonly tenantId: string;
  /** Who signs deliveries, and where the keys for it are. */
  readonly issuer: string;
  readonly metadataUrl: string;
  /** Where our own tokens come from, and what for. */
  readonly tokenUrl: string;
  readonly scope: string;
  /** Origins. */
  readonly serviceUrls: readonly string[];
  /** What is for one person in a group is shown to them alone there. */
  readonly targeted: boolean;
}

export const settings: readonly Setting[] = [
  { name: 'TEAMS_APP_ID', meaning: 'Teams: the application (client) id of the bot' },
  { name: 'TEAMS_APP_PASSWORD', meaning: 'Teams: a client secret of that application', secret: true },
  { name: 'TEAMS_TENANT_ID', meaning: 'Teams: the tenant of the bot; botframework.com for an old multi-tenant bot' },
  {
    name: 'TEAMS_OPENID_METADATA_URL',
    meaning: "Teams: where the keys of inbound tokens come from; its host says which of Microsoft's clouds the others are of",
    default: publicCloud.metadataUrl,
  },
  {
    name: 'TEAMS_TOKEN_URL',
    meaning: 'Teams: where outbound tokens come from',
    default: `${publicCloud.login}/TENANT/oauth2/v2.0/token`,
  },
  { name: 'TEAMS_SERVICE_URLS', meaning: 'Teams: allowed origins of serviceUrl, comma-separated', default: publicCloud.serviceOrigins.join(',') },
  {
    name: 'TEAMS_TARGETED',
    meaning: 'Teams: `on` for targeted messages',
  },
];

const needed = ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID'] as const;

/** Reads them; null when none is set. Throws SettingsError that names the variable, for a half-configured or malformed channel. */
export function readSettings(env: Env): TeamsSettings | null {
  const value = (name: string) => env[name]?.trim() || undefined;
  if (!settings.some(({ name }) => value(name))) return null;
  const [appId, password, tenantId] = needed.map(value);
  if (!appId || !password || !tenantId) {
    const missing = needed.filter((name) => !value(name));
    throw new SettingsError(
      `Teams is half configured: ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
      'Set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID from the Azure Bot resource, or no TEAMS_ variable at all.',
    );
  }
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(appId)) {
    throw new SettingsError(
      'TEAMS_APP_ID is no application id: expected 32 hexadecimal digits in five groups.',
      'Copy "Microsoft App ID" of the Azure Bot.',
    );
  }
  if (!/^[a-z0-9][a-z0-9.-]{1,100}$/i.test(tenantId)) {
    throw new SettingsError(
      'TEAMS_TENANT_ID is no tenant: expected an id or a domain such as contoso.onmicrosoft.com.',
      'Copy "App Tenant ID" of the Azure Bot.',
    );
  }
  const targeted = value('TEAMS_TARGETED');
  if (targeted && !/^o(n|ff)$/.test(targeted)) throw new SettingsError('TEAMS_TARGETED is on or off.');
  const metadataUrl = address('TEAMS_OPENID_METADATA_URL', value('TEAMS_OPENID_METADATA_URL') ?? publicCloud.metadataUrl);
  const { issuer, login, scope, serviceOrigins } = cloudAt(metadataUrl);
  return {
    appId: appId.toLowerCase(),
    password,
    tenantId,
    issuer,
    metadataUrl,
    tokenUrl: address('TEAMS_TOKEN_URL', value('TEAMS_TOKEN_URL') ?? `${login}/${tenantId}/oauth2/v2.0/token`),
    scope,
    serviceUrls:
      value('TEAMS_SERVICE_URLS')
        ?.split(',')
        .map((part) => origin('TEAMS_SERVICE_URLS', part.trim())) ?? serviceOrigins,
    targeted: targeted === 'on',
  };
}

function address(name: string, text: string): string {
  origin(name, text);
  return text;
}

function origin(name: string, text: string): string {
  try {
    return originOf(text);
  } catch (cause) {
    throw new SettingsError(`${name}: ${cause instanceof Error ? cause.message : cause}.`, 'Give whole addresses: https://smba.trafficmanager.net.');
  }
}
