import { slackLimits } from './limits.ts';
import { type Fields, fieldsOf, textOf } from './payload.ts';
import { botScopes } from './probe.ts';

/** What a manifest has by our settings, and how a slash command stands in it. */
export interface Frame {
  slash(description: string, usage: string | undefined): Fields;
  readonly settings: Fields;
}

/** What the app must be told of. */
const botEvents = ['app_mention', 'message.im'];

/** By HTTP with our addresses, by Socket Mode without any. */
export function frame(url: string, isSocket: boolean): Frame {
  const at = (path: string) => (isSocket ? {} : { url: `${url}${path}` });
  const requests = (path: string) => (isSocket ? {} : { request_url: `${url}${path}` });
  return {
    slash: (description, usage) => ({
      description: description.slice(0, slackLimits.slashDescription),
      ...(usage === undefined ? {} : { usage_hint: usage.slice(0, slackLimits.slashHint) }),
      should_escape: false,
      ...at('/slack/commands'),
    }),
    settings: {
      messages: { messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      scopes: [...botScopes].sort(),
      events: { ...requests('/slack/events'), bot_events: botEvents },
      interactivity: { is_enabled: true, ...requests('/slack/interactions') },
      'socket mode': isSocket,
    },
  };
}

/** Of a manifest, what we mind: its slash commands, and of scopes and events those that we need. */
export function itemsIn(manifest: Fields): Fields {
  const [features, settings] = [fieldsOf(manifest.features) ?? {}, fieldsOf(manifest.settings) ?? {}];
  const home = fieldsOf(features.app_home) ?? {};
  const events = fieldsOf(settings.event_subscriptions) ?? {};
  const interactivity = fieldsOf(settings.interactivity) ?? {};
  const slashes = listOf(features.slash_commands).flatMap((one) => {
    const { command, ...rest } = fieldsOf(one) ?? {};
    return typeof command === 'string' ? [[command, { should_escape: false, ...rest }] as const] : [];
  });
  return {
    messages: {
      messages_tab_enabled: home.messages_tab_enabled === true,
      messages_tab_read_only_enabled: home.messages_tab_read_only_enabled === true,
    },
    scopes: [...botScopes].sort().filter((scope) => scopesIn(manifest).includes(scope)),
    events: { ...requestUrl(events), bot_events: botEvents.filter((event) => listOf(events.bot_events).includes(event)) },
    interactivity: { is_enabled: interactivity.is_enabled === true, ...requestUrl(interactivity) },
    'socket mode': settings.socket_mode_enabled === true,
    ...Object.fromEntries(slashes),
  };
}

/** The items laid over a manifest: what else people set there stays, and so do scopes and events of theirs. Slack: an update replaces the whole manifest. */
export function manifestOf(items: Fields, before: Fields): Fields {
  const [features, settings, oauth] = [fieldsOf(before.features) ?? {}, fieldsOf(before.settings) ?? {}, fieldsOf(before.oauth_config) ?? {}];
  const events = fieldsOf(items.events) ?? {};
  const had = listOf(fieldsOf(settings.event_subscriptions)?.bot_events);
  return {
    ...before,
    display_information: fieldsOf(before.display_information) ?? { name: 'Bellhop', description: 'Runs commands, watches and reminds' },
    features: {
      ...features,
      bot_user: fieldsOf(features.bot_user) ?? { display_name: 'bellhop', always_online: true },
      app_home: { ...fieldsOf(features.app_home), ...fieldsOf(items.messages) },
      slash_commands: Object.entries(items).flatMap(([command, rest]) => (command.startsWith('/') ? [{ command, ...fieldsOf(rest) }] : [])),
    },
    oauth_config: { ...oauth, scopes: { ...fieldsOf(oauth.scopes), bot: union(scopesIn(before), listOf(items.scopes)) } },
    settings: {
      org_deploy_enabled: false,
      token_rotation_enabled: false,
      ...settings,
      event_subscriptions: { ...events, bot_events: union(had, listOf(events.bot_events)) },
      interactivity: items.interactivity,
      socket_mode_enabled: items['socket mode'] === true,
    },
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const scopesIn = (manifest: Fields) => listOf(fieldsOf(fieldsOf(manifest.oauth_config)?.scopes)?.bot);
const union = (some: readonly unknown[], more: readonly unknown[]) => [...new Set([...some, ...more])];

function requestUrl({ request_url: address }: Fields) {
  const url = textOf(address);
  return url === undefined ? {} : { request_url: url };
}
