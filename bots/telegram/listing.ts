import { isForAll, type Listing, type Part, type Reader, type Wanted } from '../../shared/channel/listing.ts';
import type { AnyCommand } from '../../shared/command/define.ts';
import { languageOf } from '../../shared/language/languages.ts';
import { may, needed } from '../../shared/people/rights.ts';
import type { Api } from './api.ts';
import { isFields } from './fields.ts';
import { telegramLimits } from './limits.ts';

/** The menu that Telegram shows while one types, in each language that commands speak: getMyCommands, setMyCommands, deleteMyCommands, by scope and language. */
export function telegramListing(api: Api, botId: number): Listing {
  return {
    isOrdered: true,
    readersIn: `telegram/${botId}`,
    mend: 'Give it to @BotFather by /setcommands, or mend what doctor says of TELEGRAM_BOT_TOKEN and apply again.',
    wanted: menus,
    async published(parts, { signal }) {
      const there: Part[] = [];
      for (const name of parts) {
        const list = await api.call('getMyCommands', menuOf(name), { signal });
        const items = (Array.isArray(list) ? list : []).flatMap((one) => (isFields(one) ? [[String(one.command), one.description] as const] : []));
        if (items.length > 0) there.push({ name, items: Object.fromEntries(items) });
      }
      return there;
    },
    apply: (part, { signal }) => setMenu(api, part, signal),
    files: (parts) =>
      parts.map(({ name, items }) => ({
        name: `${name.replaceAll(' ', '-')}.json`,
        content: json({ commands: botCommands(items), ...menuOf(name) }),
      })),
  };
}

/** Sets one menu, or takes it away when nothing is in it. Throws TelegramRefused. */
export async function setMenu(api: Api, { name, items }: Part, signal: AbortSignal): Promise<void> {
  const commands = botCommands(items);
  if (commands.length === 0) await api.call('deleteMyCommands', menuOf(name), { signal });
  else await api.call('setMyCommands', { commands, ...menuOf(name) }, { signal });
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** A part is called `default` or `default de`: its BotCommandScope, and the language of the people whom it is shown to; or `chat 7`: of who writes there, which goes before those (Bot API, BotCommandScope). */
function menuOf(part: string) {
  const [type = 'default', of] = part.split(' ');
  if (type === 'chat') return { scope: { type, chat_id: Number(of) } };
  return { scope: { type }, ...(of === undefined ? {} : { language_code: of }) };
}

const botCommands = (items: Part['items']) => Object.entries(items).map(([command, description]) => ({ command, description: String(description) }));

/** BotCommand: a name of 1–32 lower-case letters, digits and underscores, which each command's is; the first 100. People of a language of its own see the others in English. */
export function menus(commands: readonly AnyCommand[], readers: readonly Reader[] = []): Wanted {
  const open = commands.filter(isForAll);
  const listed = open.slice(0, telegramLimits.commands);
  const languages = [...new Set(listed.flatMap((command) => Object.keys(command.in ?? {})))].sort();
  const described = (shown: readonly AnyCommand[], language: string | undefined) =>
    shown.map((command) => {
      const summary = (language === undefined ? undefined : command.in?.[language]?.summary) ?? command.summary;
      return [command.aliases?.telegram ?? command.name, summary.slice(0, telegramLimits.commandText)] as const;
    });
  return {
    parts: [
      ...[undefined, ...languages].map((language) => ({
        name: language === undefined ? 'default' : `default ${language}`,
        items: Object.fromEntries(described(listed, language)),
      })),
      ...readers.flatMap((reader) => {
        const own = commands.filter(({ access }) => may(reader, access)).slice(0, telegramLimits.commands);
        return own.every(isForAll)
          ? []
          : [{ name: `chat ${reader.conversation}`, items: Object.fromEntries(described(own, languageOf(reader.locale))) }];
      }),
    ],
    leftOut: [
      ...commands
        .filter((command) => !open.includes(command))
        .map(({ name, access }) => ({ command: name, why: `the menu for all leaves it out: it needs ${needed(access)}` })),
      ...open.slice(telegramLimits.commands).map(({ name }) => ({ command: name, why: `a menu has at most ${telegramLimits.commands} commands` })),
    ],
  };
}
