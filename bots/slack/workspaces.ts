import { addressOf, mainBot } from '../../shared/channel/bots.ts';
import type { ChannelTools } from '../../shared/channel/channel.ts';
import { SendFailed } from '../../shared/errors.ts';
import { type SlackApi, type SlackApis, slackApi, slackApis } from './api.ts';
import { goneReader } from './gone.ts';
import { type Installs, installsIn } from './installs.ts';
import { callbackPath, type Installing, installPath } from './receive.ts';
import type { SlackConfig } from './settings.ts';
import { type TokenOf, tokensOf } from './tokens.ts';

/** The workspaces that we serve, and as whom. */
export interface Workspaces {
  readonly tokenOf: TokenOf;
  readonly apis: SlackApis;
  /** The bot of SLACK_BOT_TOKEN. */
  readonly own?: SlackApi;
  /** Left out for one workspace alone. */
  readonly many?: { readonly installs: Installs; readonly installing: Installing };
}

/** One workspace by its token from the settings; or many, which install the app by OAuth. */
export function workspaces({ botToken, oauth, apiUrl }: SlackConfig, tools: ChannelTools): Workspaces {
  const { kept, clock } = tools;
  const own = botToken === undefined ? undefined : slackApi({ token: botToken, apiUrl });
  if (!oauth || !kept) {
    const none = new SendFailed('slack_not_installed', 'Which workspaces installed Bellhop is not known here.', {
      hint: 'Set SLACK_BOT_TOKEN, or start it.',
    });
    const apis: SlackApis = () => own ?? { call: () => Promise.reject(none) };
    return { tokenOf: () => (botToken === undefined ? Promise.reject(none) : Promise.resolve(botToken)), apis, ...(own ? { own } : {}) };
  }
  const installs = installsIn(kept, tools.bot ?? mainBot);
  const installUrl = addressOf(tools, installPath);
  const tokenOf = tokensOf({ botToken, oauth, apiUrl, installs, clock, installUrl });
  const installing: Installing = {
    // Loaded for the first who asks: a start, and what Slack sends, need none of it.
    page: async (request) => {
      const { installer } = await import('./install.ts');
      return installer({ oauth, installs, store: kept.store, clock, apiUrl, installUrl, callbackUrl: addressOf(tools, callbackPath) })(request);
    },
    gone: goneReader(installs),
  };
  const mend = `Install it in the workspace again at ${installUrl}, then redrive what waits.`;
  return { tokenOf, apis: slackApis({ tokenOf, apiUrl, mend }), ...(own ? { own } : {}), many: { installs, installing } };
}
