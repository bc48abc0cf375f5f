/** One of Microsoft's clouds: who signs its deliveries, whom a bot asks for its tokens, and where its conversations are. */
export interface Cloud {
  /** The `iss` of inbound tokens. */
  readonly issuer: string;
  /** Where the keys of inbound tokens come from. */
  readonly metadataUrl: string;
  /** Where outbound tokens come from, the tenant and the path to follow. */
  readonly login: string;
  readonly scope: string;
  /** Where bots may send to; the regions stand in the path. */
  readonly serviceOrigins: readonly string[];
}

/** The cloud of most people, GCC included. Source of this and the others: Teams SDK, cloud environments; botframework-connector, constants. */
export const publicCloud: Cloud = {
  issuer: 'https://api.botframework.com',
  metadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  login: 'https://login.microsoftonline.com',
  scope: 'https://api.botframework.com/.default',
  serviceOrigins: [
    'https://smba.trafficmanager.net',
    'https://smba.onyx.prod.teams.trafficmanager.net',
    'https://smba.infra.gcc.teams.microsoft.com',
  ],
};

/** GCC High and DoD, which have one authority. */
const usGovernment: Cloud = {
  issuer: 'https://api.botframework.us',
  metadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  login: 'https://login.microsoftonline.us',
  scope: 'https://api.botframework.us/.default',
  serviceOrigins: ['https://smba.infra.gov.teams.microsoft.us', 'https://smba.infra.dod.teams.microsoft.us'],
};

/** Operated by 21Vianet. */
const china: Cloud = {
  issuer: 'https://api.botframework.azure.cn',
  metadataUrl: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
  login: 'https://login.partner.microsoftonline.cn',
  scope: 'https://api.botframework.azure.cn/.default',
  serviceOrigins: ['https://frontend.botapi.msg.infra.teams.microsoftonline.cn'],
};

/** The cloud whose keys are at this address; for any other address, such as a stand-in's, the public one. */
export function cloudAt(metadataUrl: string): Cloud {
  const { origin } = new URL(metadataUrl);
  return [usGovernment, china].find((cloud) => new URL(cloud.metadataUrl).origin === origin) ?? publicCloud;
}
