import { isForAll, type Listing, type Part, type Wanted } from '../../shared/channel/listing.ts';
import type { Clock } from '../../shared/clock.ts';
import type { AnyCommand } from '../../shared/command/define.ts';
import { needed } from '../../shared/people/rights.ts';
import { menuId } from './extension.ts';
import { colourIcon, outlineIcon } from './icon.ts';
import { listSizes, menuSizes } from './limits.ts';
import { zip } from './zip.ts';

const part = 'commands';
/** What is chosen in the menu of a message. */
const menuPart = 'message menu';

/** Where a bot can be spoken to; one list of commands is for all of them. */
const scopes = ['personal', 'team', 'groupChat'];

/** The app's package, which a person uploads: the commands that Teams offers in the message box. A bot's own credentials can neither read nor change it. */
export function teamsListing(appId: string, url: string, clock: Clock): Listing {
  return {
    isOrdered: true,
    mend: 'Upload bellhop.zip: Teams, Apps, Manage your apps, Upload an app; or update it in the Teams admin centre.',
    wanted,
    published: async () => null,
    files: (parts) => {
      const manifest = `${JSON.stringify(manifestOf(appId, url, clock.now(), parts), null, 2)}\n`;
      const files = [
        { name: 'manifest.json', content: Buffer.from(manifest) },
        { name: 'color.png', content: colourIcon() },
        { name: 'outline.png', content: outlineIcon() },
      ];
      return [
        { name: 'bellhop.zip', content: zip(files) },
        { name: 'manifest.json', content: manifest },
      ];
    },
  };
}

function wanted(commands: readonly AnyCommand[]): Wanted {
  const open = commands.filter(isForAll);
  const fitting = open.filter((command) => titleOf(command).length <= listSizes.title);
  const listed = fitting.slice(0, listSizes.commands);
  const menu = commands.flatMap(({ name, summary, onMessage: on }) =>
    on ? [{ command: name, id: menuId(name, on.param), title: on.label, description: summary.slice(0, menuSizes.description) }] : [],
  );
  const chosen = menu.filter(({ id, title }) => id.length <= menuSizes.id && title.length <= menuSizes.title);
  const offered = chosen.slice(0, menuSizes.commands);
  const items = Object.fromEntries(offered.map(({ id, title, description }) => [id, { title, description }]));
  return {
    parts: [
      { name: part, items: Object.fromEntries(listed.map((command) => [titleOf(command), command.summary.slice(0, listSizes.description)])) },
      ...(offered.length > 0 ? [{ name: menuPart, items }] : []),
    ],
    leftOut: [
      ...commands
        .filter((command) => !open.includes(command))
        .map(({ name, access }) => ({ command: name, why: `the list is seen by all: it needs ${needed(access)}` })),
      ...open
        .filter((command) => !fitting.includes(command))
        .map(({ name }) => ({ command: name, why: `a title has at most ${listSizes.title} characters` })),
      ...fitting.slice(listSizes.commands).map(({ name }) => ({ command: name, why: `a list shows ${listSizes.commands} commands` })),
      ...menu
        .filter((one) => !chosen.includes(one))
        .map(({ command }) => ({
          command,
          why: `in the menu of a message a title has at most ${menuSizes.title} characters, a parameter's name what its command's leaves of ${menuSizes.id}`,
        })),
      ...chosen
        .slice(menuSizes.commands)
        .map(({ command }) => ({ command, why: `the menu of a message has at most ${menuSizes.commands} commands` })),
    ],
  };
}

/** What is typed when it is chosen. */
const titleOf = ({ name, aliases }: AnyCommand) => aliases?.teams ?? name;

/** Microsoft 365 app manifest 1.27. Teams takes an update only under a higher version: the minute it was made. */
function manifestOf(appId: string, url: string, now: number, parts: readonly Part[]) {
  const made = new Date(now).toISOString();
  const version = `1.${Number(made.slice(2, 10).replaceAll('-', ''))}.${Number(made.slice(11, 16).replace(':', ''))}`;
  const items = parts.find(({ name }) => name === part)?.items ?? {};
  const menu = Object.entries(parts.find(({ name }) => name === menuPart)?.items ?? {}).map(([id, told]) => ({
    id,
    type: 'action',
    context: ['message'],
    fetchTask: true,
    ...(told as { readonly title: string; readonly description: string }), // As `wanted` made it, also where a store kept it.
  }));
  const commands = Object.entries(items).map(([title, description]) => ({ title, description: String(description) }));
  return {
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.27/MicrosoftTeams.schema.json',
    manifestVersion: '1.27',
    version,
    id: appId,
    developer: { name: 'Bellhop', websiteUrl: secure(url), privacyUrl: secure(url), termsOfUseUrl: secure(url) },
    name: { short: 'Bellhop', full: 'Bellhop' },
    description: { short: 'Runs commands, watches and reminds', full: 'Runs commands, watches sites and reminds people. Write help to it.' },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#24547C',
    bots: [
      { botId: appId, scopes, supportsFiles: true, isNotificationOnly: false, ...(commands.length > 0 && { commandLists: [{ scopes, commands }] }) },
    ],
    ...(menu.length > 0 && { composeExtensions: [{ botId: appId, commands: menu }] }),
    validDomains: [new URL(url).hostname],
  };
}

/** The schema asks for https addresses. */
const secure = (url: string) => url.replace(/^http:/, 'https:');
