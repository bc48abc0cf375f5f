import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Listing, ListingContext } from '../../shared/channel/listing.ts';
import { type AnyCommand, command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { manualClock } from '../../shared/timers/manual-clock.ts';
import { startSlack } from '../../test/platforms/slack.ts';
import { slack } from './channel.ts';

type Platform = Awaited<ReturnType<typeof startSlack>>;
let platform: Platform;
beforeAll(async () => {
  platform = await startSlack();
});
afterAll(() => platform.close());

const kept: string[] = [];
const context = (): ListingContext => ({
  signal: AbortSignal.timeout(5_000),
  token: { read: async () => kept.at(-1) ?? null, keep: async (value) => void kept.push(value) },
});
const named = (name: string, more: object = {}): AnyCommand => command({ name, summary: `Does ${name}`, run: () => undefined, ...more });
const check = named('check', { examples: ['check example.com'] });

function listing(env: Readonly<Record<string, string>> = { ...platform.env, SLACK_CONFIG_REFRESH_TOKEN: platform.manifest.refreshToken }): Listing {
  const opened = slack.configure(env, { clock: manualClock(), random: () => 0.5, url: 'https://bellhop.example', env });
  const found = 'on' in opened ? opened.on.listing : undefined;
  if (!found) throw new Error('Slack is off');
  return found;
}

it('sets the manifest with a token that each use replaces, and leaves what else people set there', async () => {
  const slackApp = listing();
  const { parts } = slackApp.wanted([check]);
  for (const part of parts) await slackApp.apply?.(part, context());
  expect(platform.manifest.manifest).toMatchObject({
    display_information: { name: 'Mine', background_color: '#000000' },
    features: {
      slash_commands: [
        { command: '/bellhop', url: 'https://bellhop.example/slack/commands' },
        { command: '/check', description: 'Does check', usage_hint: 'example.com' },
      ],
      app_home: { home_tab_enabled: true, messages_tab_enabled: true },
    },
    oauth_config: { scopes: { bot: expect.arrayContaining(['files:read', 'commands']) } },
    settings: {
      event_subscriptions: { request_url: 'https://bellhop.example/slack/events', bot_events: ['app_home_opened', 'app_mention', 'message.im'] },
    },
  });
  expect(await listing().published(['manifest'], context())).toEqual(parts);
});

it('is an agent in its Messages tab: what it does and what anybody may say, in place of assistant threads', async () => {
  const features = platform.manifest.manifest.features as object;
  Object.assign(features, { assistant_view: { assistant_description: 'Old' }, agent_view: { actions: [{ name: 'mine', description: 'Mine' }] } });
  const slackApp = listing();
  const all = [
    check,
    named('purge', { access: 'admin', examples: ['purge all'] }),
    ...['a', 'b', 'c', 'd'].map((name) => named(name, { label: `Say ${name}`, examples: [`${name} it`] })),
    named('long', { summary: 'x'.repeat(300) }),
  ];
  const { parts } = slackApp.wanted(all);
  for (const part of parts) await slackApp.apply?.(part, context());
  expect(platform.manifest.manifest.features).toMatchObject({
    agent_view: {
      agent_description: 'Does check. Does a. Does b. Does c. Does d.',
      suggested_prompts: [
        { title: 'Does check', message: 'check example.com' },
        ...['a', 'b', 'c'].map((name) => ({ title: `Say ${name}`, message: `${name} it` })),
      ],
      actions: [{ name: 'mine' }],
    },
  });
  expect(platform.manifest.manifest.features).not.toHaveProperty('assistant_view');
  expect(platform.manifest.manifest).toMatchObject({ oauth_config: { scopes: { bot: expect.arrayContaining(['assistant:write']) } } });
  expect(await listing().published(['manifest'], context())).toEqual(parts);
});

it('never claims a name of Slack: an alias takes its place, else it is left out', () => {
  const { parts, leftOut } = listing().wanted([
    named('status'),
    named('remind', { aliases: { slack: 'remind_me' } }),
    check,
    named('check_2', { aliases: { slack: 'check' } }),
  ]);
  expect(Object.keys(parts[0]?.items ?? {}).filter((item) => item.startsWith('/'))).toEqual(['/bellhop', '/remind_me', '/check']);
  expect(leftOut).toEqual([
    { command: 'status', why: 'Slack keeps the name for itself: give it an alias' },
    { command: 'check_2', why: 'another is called so already' },
  ]);
});

it('has fifty slash commands at most, and names the rest', () => {
  const { parts, leftOut } = listing().wanted(Array.from({ length: 60 }, (_, i) => named(`c${i}`)));
  expect(Object.keys(parts[0]?.items ?? {}).filter((item) => item.startsWith('/'))).toHaveLength(50);
  expect(leftOut.map(({ command: name }) => name)).toEqual(Array.from({ length: 11 }, (_, i) => `c${49 + i}`));
});

it('is a file to paste without a configuration token, without addresses by Socket Mode', async () => {
  const pasted = listing(platform.socketEnv);
  expect([pasted.apply, await pasted.published(['manifest'], context())]).toEqual([undefined, null]);
  const [file] = pasted.files(pasted.wanted([check]).parts);
  expect(file?.name).toBe('manifest.json');
  const manifest = JSON.parse(String(file?.content));
  expect(manifest.settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } });
  expect(String(file?.content)).not.toContain('https://');
  expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
});

it('offers on a message what a command takes from one, beside shortcuts that people made, and ten at most', async () => {
  const before = platform.manifest.manifest.features as object;
  const theirs = { name: 'Mine', type: 'message', callback_id: 'mine', description: 'Mine' };
  Object.assign(before, { shortcuts: [theirs] });
  const on = (name: string) => named(name, { params: { words: text() }, onMessage: { param: 'words', label: `On ${name}` } });
  const slackApp = listing();
  const { parts } = slackApp.wanted([on('keep')]);
  for (const part of parts) await slackApp.apply?.(part, context());
  expect(platform.manifest.manifest).toMatchObject({
    features: { shortcuts: [theirs, { name: 'On keep', type: 'message', callback_id: 'bellhop:on:keep:words', description: 'Does keep' }] },
  });
  expect(await listing().published(['manifest'], context())).toEqual(parts);

  const { leftOut } = slackApp.wanted(Array.from({ length: 11 }, (_, i) => on(`keep_${i}`)));
  expect(leftOut).toEqual([{ command: 'keep_10', why: 'an app has at most 10 shortcuts' }]);
});
