import { addressOf } from '../../shared/channel/bots.ts';
import type { Channel, ChannelModule, ChannelTools, Message, Receive, RenderContext } from '../../shared/channel/channel.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { slackApi } from './api.ts';
import { busy } from './busy.ts';
import { manifestApi } from './configuration.ts';
import { fileOpener } from './files.ts';
import { isHome } from './home.ts';
import { slackCan, slackRates } from './limits.ts';
import { listener } from './listen.ts';
import { slackListing } from './listing.ts';
import { frame } from './manifest.ts';
import { formOpener } from './modal.ts';
import { profiler } from './people.ts';
import { prober } from './probe.ts';
import { isMessagesTab, renderPrompts } from './prompts.ts';
import { publisher } from './publish.ts';
import { slackReceive, slackRoutes } from './receive.ts';
import { remover } from './remove.ts';
import { render, renderHome } from './render.ts';
import { sender } from './send.ts';
import { type SlackConfig, slackConfig, slackSettings } from './settings.ts';
import { worker } from './status.ts';
import { workspaces } from './workspaces.ts';

/** Slack: slash commands, mentions, direct messages, threads and buttons, over HTTP or Socket Mode. */
export const slack: ChannelModule = {
  name: 'slack',
  settings: slackSettings,
  routes: slackRoutes,
  severalBots: true,
  installs: true,
  configure(env, tools) {
    const config = slackConfig(env);
    return 'off' in config ? config : { on: open(config, tools) };
  },
};

function open(config: SlackConfig, tools: ChannelTools): Channel {
  const { configToken, apiUrl, from, oauth } = config;
  const { clock } = tools;
  const { apis, tokenOf, own, many } = workspaces(config, tools);
  const verbs = {
    render: renderThere,
    send: sender({ apis, apiUrl, clock }),
    remove: remover(apis),
    working: worker(apis),
    open: formOpener({ tokenOf, apiUrl }),
    openFile: fileOpener({ tokenOf, apiUrl }),
    lasting,
    busy,
    profile: profiler(apis),
  };
  const manifest = configToken && own ? manifestApi({ refreshToken: configToken, apiUrl, bot: own, clock }) : undefined;
  const listing = slackListing(
    frame((path) => addressOf(tools, path), { isSocket: from.kind === 'socket', isMany: oauth !== undefined }),
    manifest,
  );
  const page = { name: 'slack', can: slackCan, limits: slackRates, listing };
  return from.kind === 'http'
    ? {
        ...page,
        ...verbs,
        routes: slackRoutes,
        receive: slackReceive({ signingSecret: from.signingSecret, clock, ...(many ? { installing: many.installing } : {}) }),
        probe: prober({ own, apis, installs: many?.installs }),
        publish: publisher((path) => addressOf(tools, path), oauth !== undefined),
      }
    : {
        ...page,
        ...verbs,
        routes: [],
        receive: nothingByHttp,
        listen: listener({ appToken: from.appToken, apiUrl, open: verbs.open, clock }),
        probe: prober({ own, apis, socket: slackApi({ token: from.appToken, apiUrl }) }),
      };
}

/** A tab is a place of its own, beside the messages. */
function renderThere(reply: Reply, context: RenderContext): Message[] {
  if (isHome(context.place)) return [renderHome(reply, context)];
  return isMessagesTab(context.place) ? [renderPrompts(reply)] : render(reply, context);
}

/** A response_url ends after 30 minutes, and so does what only its person sees: later they are written to directly. */
const lasting: NonNullable<Channel['lasting']> = ({ via: _, aside, ...place }) =>
  aside && place.user !== undefined ? { ...place, conversation: place.user, direct: true } : place;

/** By Socket Mode nothing is posted to us, so nothing that is posted is Slack's. */
const nothingByHttp: Receive = () => ({ kind: 'refused', reason: 'socket_mode', ack: { status: 401 } });
