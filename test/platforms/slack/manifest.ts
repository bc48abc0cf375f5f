type Fields = Readonly<Record<string, unknown>>;

const names = /^\/[a-z0-9_-]{1,31}$/;

/** The manifest API as Slack documents it: a refresh token is good once, a manifest is taken whole or refused whole. */
export function manifests(appId: string) {
  let manifest: Fields = { display_information: { name: 'Mine', background_color: '#000000' }, oauth_config: { scopes: { bot: ['files:read'] } } };
  let [refresh, token] = ['xoxe-1-first', ''];
  let count = 1;

  return {
    get manifest() {
      return manifest;
    },
    refreshToken: refresh,
    /** Undefined: no method of this. */
    call(method: string, args: Fields, authorization: string | undefined): Fields | undefined {
      if (method === 'bots.info') return { ok: true, bot: { id: args.bot, app_id: appId } };
      if (method === 'tooling.tokens.rotate') {
        if (args.refresh_token !== refresh) return { ok: false, error: 'invalid_refresh_token' };
        [refresh, token] = [`xoxe-1-${++count}`, `xoxe.xoxp-${count}`];
        return { ok: true, token, refresh_token: refresh, exp: 4_000_000_000 };
      }
      if (!method.startsWith('apps.manifest.')) return undefined;
      if (authorization !== `Bearer ${token}`) return { ok: false, error: 'invalid_auth' };
      if (args.app_id !== appId) return { ok: false, error: 'invalid_app_id' };
      if (method === 'apps.manifest.export') return { ok: true, manifest };
      const given = JSON.parse(String(args.manifest)) as { features: { slash_commands: Fields[] } };
      if (!areSlashes(given.features.slash_commands)) return { ok: false, error: 'invalid_manifest' };
      manifest = given;
      return { ok: true, app_id: appId };
    },
  };
}

const areSlashes = (commands: readonly Fields[]) =>
  commands.length <= 50 &&
  new Set(commands.map(({ command }) => command)).size === commands.length &&
  commands.every(({ command, description }) => {
    const [name, words] = [String(command), String(description)];
    return names.test(name) && !['/remind', '/status'].includes(name) && words.length >= 1 && words.length <= 2_000;
  });
