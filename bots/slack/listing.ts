import type { LeftOut, Listing, Part, Wanted } from '../../shared/channel/listing.ts';
import type { AnyCommand } from '../../shared/command/define.ts';
import { umbrella } from './command.ts';
import type { ManifestApi } from './configuration.ts';
import { slackLimits } from './limits.ts';
import { type Frame, itemsIn, manifestOf, onMessage } from './manifest.ts';
import { agentView } from './prompts.ts';
import { reservedNames } from './reserved.ts';
import { shortcutId } from './shortcut.ts';

const part = 'manifest';

/** The app's manifest: its slash commands, and what the app needs to hear. `api`: with a configuration token it is set through Slack's API, else a person pastes the file. */
export function slackListing(frame: Frame, api: ManifestApi | undefined): Listing {
  return {
    mend: 'Paste manifest.json at api.slack.com/apps, your app, App Manifest; or set SLACK_CONFIG_REFRESH_TOKEN. After a new scope, reinstall the app.',
    wanted: (commands) => wanted(commands, frame),
    async published(_, context) {
      const manifest = await api?.read(context);
      return manifest ? [{ name: part, items: itemsIn(manifest, frame.settings) }] : null;
    },
    ...(api && { apply: async ({ items }: Part, context) => api.write(manifestOf(items, await api.read(context)), context) }),
    files: (parts) => parts.map(({ items }) => ({ name: 'manifest.json', content: `${JSON.stringify(manifestOf(items, {}), null, 2)}\n` })),
  };
}

/** `/bellhop`, which reaches all, and as many more as there is room for; never a name that Slack keeps for itself. */
function wanted(commands: readonly AnyCommand[], { slash, settings }: Frame): Wanted {
  const leftOut: LeftOut[] = [];
  const slashes = new Map<string, unknown>([[umbrella, slash('Everything I can do: help tells', 'check example.com')]]);
  for (const { name, aliases, summary, examples } of commands) {
    const shown = aliases?.slack ?? name;
    const command = `/${shown}`;
    const why = reservedNames.has(shown)
      ? 'Slack keeps the name for itself: give it an alias'
      : command.length > slackLimits.slashName
        ? `a slash command has at most ${slackLimits.slashName} characters: give it an alias`
        : slashes.has(command)
          ? 'another is called so already'
          : slashes.size >= slackLimits.slashCommands
            ? `an app has at most ${slackLimits.slashCommands} slash commands`
            : undefined;
    if (why === undefined) slashes.set(command, slash(summary, usage(name, examples?.[0])));
    else leftOut.push({ command: name, why });
  }
  const shortcuts = commands.flatMap(({ name, summary, onMessage: on }) =>
    on ? [[name, `${onMessage}${on.label}`, shortcut(name, on.param, summary)] as const] : [],
  );
  leftOut.push(
    ...shortcuts.slice(slackLimits.shortcuts).map(([command]) => ({ command, why: `an app has at most ${slackLimits.shortcuts} shortcuts` })),
  );
  const menu = Object.fromEntries(shortcuts.slice(0, slackLimits.shortcuts).map(([, item, content]) => [item, content]));
  return { parts: [{ name: part, items: { ...settings, 'agent view': agentView(commands), ...Object.fromEntries(slashes), ...menu } }], leftOut };
}

const shortcut = (command: string, param: string, summary: string) => ({
  callback_id: shortcutId(command, param),
  description: summary.slice(0, slackLimits.shortcutDescription),
});

/** What follows the name in its first example. */
const usage = (name: string, example: string | undefined) => (example?.startsWith(`${name} `) ? example.slice(name.length + 1) : undefined);
