import type { ListingContext } from '../../shared/channel/listing.ts';
import type { Clock } from '../../shared/clock.ts';
import { SendFailed } from '../../shared/errors.ts';
import { type SlackApi, slackApi } from './api.ts';
import { type Fields, fieldsOf, textOf } from './payload.ts';

/** The manifest of our own app, through Slack's API. Both throw SendFailed. */
export interface ManifestApi {
  read(context: ListingContext): Promise<Fields>;
  write(manifest: Fields, context: ListingContext): Promise<void>;
}

interface Tokens {
  /** The first refresh token of this line, as it was set: another one that is set begins anew. */
  readonly from: string;
  readonly token: string;
  readonly refresh: string;
  /** ms since 1970. */
  readonly endsAt: number;
}

/** A token is renewed this long before it ends, ms: ours. */
const earlyMs = 60_000;

/**
 * Slack, "Configuring apps with app manifests": a configuration token is good for 12 h, and tooling.tokens.rotate gives it for a refresh token, which each use replaces: so both are
 * kept. The app is that of the bot token (auth.test, bots.info).
 */
export function manifestApi({
  refreshToken,
  apiUrl,
  bot,
  clock,
}: {
  refreshToken: string;
  apiUrl: string;
  bot: SlackApi;
  clock: Clock;
}): ManifestApi {
  async function configuration({ token, signal }: ListingContext): Promise<SlackApi> {
    const kept = tokensIn(await token.read(), refreshToken);
    if (kept && kept.endsAt - earlyMs > clock.now()) return slackApi({ token: kept.token, apiUrl });
    // Its refresh token goes as an argument: there is no token yet to call it with.
    const given = await slackApi({ token: '', apiUrl }).call('tooling.tokens.rotate', { refresh_token: kept?.refresh ?? refreshToken }, signal);
    const [fresh, refresh] = [textOf(given.token), textOf(given.refresh_token)];
    if (fresh === undefined || refresh === undefined) throw unclear('tooling.tokens.rotate gave no token');
    await token.keep(JSON.stringify({ from: refreshToken, token: fresh, refresh, endsAt: Number(given.exp) * 1_000 } satisfies Tokens));
    return slackApi({ token: fresh, apiUrl });
  }

  async function appId(signal: AbortSignal): Promise<string> {
    const { bot_id: id } = await bot.call('auth.test', {}, signal);
    const app = textOf(fieldsOf((await bot.call('bots.info', { bot: id }, signal)).bot)?.app_id);
    if (app === undefined) throw unclear('bots.info names no app');
    return app;
  }

  return {
    async read(context) {
      const [api, app_id] = [await configuration(context), await appId(context.signal)];
      const manifest = fieldsOf((await api.call('apps.manifest.export', { app_id }, context.signal)).manifest);
      if (!manifest) throw unclear('apps.manifest.export gave no manifest');
      return manifest;
    },
    async write(manifest, context) {
      const [api, app_id] = [await configuration(context), await appId(context.signal)];
      await api.call('apps.manifest.update', { app_id, manifest: JSON.stringify(manifest) }, context.signal);
    },
  };
}

function tokensIn(kept: string | null, from: string): Tokens | null {
  if (kept === null) return null;
  const tokens = JSON.parse(kept) as Tokens; // We kept it.
  return tokens.from === from ? tokens : null;
}

const unclear = (what: string) =>
  new SendFailed('slack_unclear', `Slack's answer is not understood: ${what}.`, { hint: 'See what SLACK_API_URL leads to.' });
