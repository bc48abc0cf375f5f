import type { Clock } from '../../shared/clock.ts';
import { SendFailed } from '../../shared/errors.ts';
import { type SlackApi, slackApi } from './api.ts';
import { failureOf } from './failure.ts';
import type { Install, Installs } from './installs.ts';
import { access } from './oauth.ts';
import { idOf } from './payload.ts';
import type { SlackConfig, SlackOAuth } from './settings.ts';

/** As whom we speak in a workspace. Throws SendFailed where the app isn't installed, or can't be asked. */
export type TokenOf = (tenant: string, signal: AbortSignal) => Promise<string>;

export interface TokensParts extends Pick<SlackConfig, 'botToken' | 'apiUrl'> {
  readonly oauth: SlackOAuth;
  readonly installs: Installs;
  readonly clock: Clock;
  /** Where people install it. */
  readonly installUrl: string;
}

/** A token that rotates is renewed this long before it ends, ms: ours. */
const earlyMs = 600_000;

/**
 * Each workspace's own token. That of SLACK_BOT_TOKEN is for the workspace it belongs to, where nobody installed the app by OAuth: no other is ever spoken to with it.
 */
export function tokensOf({ botToken, apiUrl, oauth, installs, clock, installUrl }: TokensParts): TokenOf {
  const ownApi: SlackApi | undefined = botToken === undefined ? undefined : slackApi({ token: botToken, apiUrl });
  let ownTenant: string | undefined;

  return async (tenant, signal) => {
    const install = await installs.of(tenant);
    if (install) return (await current(install, signal)).token;
    if (botToken !== undefined && tenant === (await ownOne(signal))) return botToken;
    throw new SendFailed('slack_not_installed', `Bellhop is not installed in the workspace ${tenant}.`, {
      hint: `Install it again at ${installUrl}, then redrive what waits.`,
    });
  };

  async function ownOne(signal: AbortSignal): Promise<string | undefined> {
    if (ownTenant === undefined) {
      const { team_id: team, enterprise_id: enterprise, is_enterprise_install: isWide } = (await ownApi?.call('auth.test', {}, signal)) ?? {};
      ownTenant = idOf(isWide === true ? enterprise : team);
    }
    return ownTenant;
  }

  /** With a token that lasts some minutes more. Of several processes that renew it at once one wins, and the others find what it kept. */
  async function current(install: Install, signal: AbortSignal): Promise<Install> {
    const { refresh, tenant, name, at } = install;
    if (!refresh || refresh.endsAt - earlyMs > clock.now()) return install;
    try {
      const given = await access(oauth, apiUrl, { grant_type: 'refresh_token', refresh_token: refresh.token }, clock.now(), signal);
      const next = { ...given, tenant, name, at };
      await installs.keep(next);
      return next;
    } catch (cause) {
      const kept = await installs.of(tenant);
      if (kept && kept.token !== install.token) return kept;
      if (refresh.endsAt > clock.now()) return install;
      throw failureOf(cause);
    }
  }
}
