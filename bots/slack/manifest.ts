import { slackLimits } from './limits.ts';
import { type Fields, fieldsOf, textOf } from './payload.ts';
import { askedScopes } from './probe.ts';
import { callbackPath } from './receive.ts';
import { isShortcut } from './shortcut.ts';

/** What a manifest has by our settings, and how a slash command stands in it. */
export interface Frame {
  slash(description: string, usage: string | undefined): Fields;
  readonly settings: Fields;
}

/** How a message shortcut is called among the items. */
export const onMessage = 'on a message: ';

/** What the app must be told of. */
const botEvents = ['app_home_opened', 'app_mention', 'message.im'];

/** … and where many workspaces install it, when one takes it out again. */
const installEvents = ['app_uninstalled', 'tokens_revoked'];

/** By HTTP with our addresses, by Socket Mode without any. `isMany`: workspaces install it by OAuth. `address`: that of a path. */
export function frame(address: (path: string) => string, { isSocket, isMany }: { readonly isSocket: boolean; readonly isMany: boolean }): Frame {
  const at = (path: string) => (isSocket ? {} : { url: address(path) });
  const requests = (path: string) => (isSocket ? {} : { request_url: address(path) });
  return {
    slash: (description, usage) => ({
      description: description.slice(0, slackLimits.slashDescription),
      ...(usage === undefined ? {} : { usage_hint: usage.slice(0, slackLimits.slashHint) }),
      should_escape: false,
      ...at('/slack/commands'),
    }),
    settings: {
      'app home': { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      scopes: [...askedScopes],
      events: { ...requests('/slack/events'), bot_events: isMany ? [...botEvents, ...installEvents] : botEvents },
      interactivity: { is_enabled: true, ...requests('/slack/interactions') },
      'socket mode': isSocket,
      ...(isMany ? { 'redirect urls': [address(callbackPath)] } : {}),
    },
  };
}

/** Of a manifest, what we mind: its slash commands, and of scopes, events and redirect URLs those that we need. */
export function itemsIn(manifest: Fields, needed: Frame['settings']): Fields {
  const [features, settings] = [fieldsOf(manifest.features) ?? {}, fieldsOf(manifest.settings) ?? {}];
  const home = fieldsOf(features.app_home) ?? {};
  const events = fieldsOf(settings.event_subscriptions) ?? {};
  const interactivity = fieldsOf(settings.interactivity) ?? {};
  const slashes = listOf(features.slash_commands).flatMap((one) => {
    const { command, ...rest } = fieldsOf(one) ?? {};
    return typeof command === 'string' ? [[command, { should_escape: false, ...rest }] as const] : [];
  });
  const shortcuts = listOf(features.shortcuts).flatMap((one) => {
    const { name, callback_id, description } = fieldsOf(one) ?? {};
    return typeof name === 'string' && isShortcut(callback_id) ? [[`${onMessage}${name}`, { callback_id, description }] as const] : [];
  });
  const { agent_description, suggested_prompts } = fieldsOf(features.agent_view) ?? {};
  const redirects = ours(needed['redirect urls'], fieldsOf(manifest.oauth_config)?.redirect_urls);
  return {
    'app home': {
      home_tab_enabled: home.home_tab_enabled === true,
      messages_tab_enabled: home.messages_tab_enabled === true,
      messages_tab_read_only_enabled: home.messages_tab_read_only_enabled === true,
    },
    ...(features.agent_view === undefined ? {} : { 'agent view': { agent_description, suggested_prompts } }),
    scopes: [...askedScopes].filter((scope) => scopesIn(manifest).includes(scope)),
    events: { ...requestUrl(events), bot_events: ours(fieldsOf(needed.events)?.bot_events, events.bot_events) },
    interactivity: { is_enabled: interactivity.is_enabled === true, ...requestUrl(interactivity) },
    'socket mode': settings.socket_mode_enabled === true,
    ...(redirects.length > 0 ? { 'redirect urls': redirects } : {}),
    ...Object.fromEntries(slashes),
    ...Object.fromEntries(shortcuts),
  };
}

/** The items laid over a manifest: what else people set there stays, and so do scopes and events of theirs. Slack: an update replaces the whole manifest. */
export function manifestOf(items: Fields, before: Fields): Fields {
  const [settings, oauth] = [fieldsOf(before.settings) ?? {}, fieldsOf(before.oauth_config) ?? {}];
  // Slack: an app is an agent in its Messages tab, or has assistant threads, which that replaced.
  const { assistant_view: _, ...features } = fieldsOf(before.features) ?? {};
  const events = fieldsOf(items.events) ?? {};
  const had = listOf(fieldsOf(settings.event_subscriptions)?.bot_events);
  return {
    ...before,
    display_information: fieldsOf(before.display_information) ?? { name: 'Bellhop', description: 'Runs commands, watches and reminds' },
    features: {
      ...features,
      bot_user: fieldsOf(features.bot_user) ?? { display_name: 'bellhop', always_online: true },
      app_home: { ...fieldsOf(features.app_home), ...fieldsOf(items['app home']) },
      agent_view: { ...fieldsOf(features.agent_view), ...fieldsOf(items['agent view']) },
      slash_commands: Object.entries(items).flatMap(([command, rest]) => (command.startsWith('/') ? [{ command, ...fieldsOf(rest) }] : [])),
      ...shortcutsOf(items, listOf(features.shortcuts)),
    },
    oauth_config: {
      ...oauth,
      ...redirectsOf(oauth, items),
      scopes: { ...fieldsOf(oauth.scopes), bot: union(scopesIn(before), listOf(items.scopes)) },
    },
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

/** Our shortcuts beside those that people made themselves; Slack takes no empty list unconfirmed, so there is none where there is nothing to say. */
function shortcutsOf(items: Fields, before: readonly unknown[]): Fields {
  const theirs = before.filter((one) => !isShortcut(fieldsOf(one)?.callback_id));
  const own = Object.entries(items).flatMap(([item, rest]) =>
    item.startsWith(onMessage) ? [{ name: item.slice(onMessage.length), type: 'message', ...fieldsOf(rest) }] : [],
  );
  return theirs.length + own.length + before.length > 0 ? { shortcuts: [...theirs, ...own] } : {};
}

/** Ours, and those that people set there. */
function redirectsOf({ redirect_urls: had }: Fields, items: Fields): Fields {
  const urls = union(listOf(had), listOf(items['redirect urls']));
  return urls.length > 0 ? { redirect_urls: urls } : {};
}

/** Of what we need, what is there. */
const ours = (needed: unknown, there: unknown) => listOf(needed).filter((one) => listOf(there).includes(one));

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const scopesIn = (manifest: Fields) => listOf(fieldsOf(fieldsOf(manifest.oauth_config)?.scopes)?.bot);
const union = (some: readonly unknown[], more: readonly unknown[]) => [...new Set([...some, ...more])];

function requestUrl({ request_url: address }: Fields) {
  const url = textOf(address);
  return url === undefined ? {} : { request_url: url };
}
