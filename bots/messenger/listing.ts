import { isForAll, type Listing, type Part, type Wanted } from '../../shared/channel/listing.ts';
import type { AnyCommand } from '../../shared/command/define.ts';
import { worded } from '../../shared/command/worded.ts';
import { needed } from '../../shared/people/rights.ts';
import { tokenOf } from '../../shared/reply/action.ts';
import { shorten } from '../../shared/reply/text.ts';
import type { GraphApi } from './api.ts';
import { getStarted } from './event.ts';
import { type Fields, isFields, listOf } from './fields.ts';
import { messengerLimits } from './limits.ts';

const part = 'profile';
/** Meta's names of the locales that a profile is in besides its default, by the language of the definitions. */
const locales: Readonly<Record<string, string>> = { de: 'de_DE' };
const fields = ['get_started', 'persistent_menu', 'ice_breakers'];

/** The Page's Messenger profile: the button that begins, the menu beside the words, and what to ask first. A press is the command, which asks for what it needs. */
export function messengerListing(api: GraphApi): Listing {
  return {
    isOrdered: true,
    mend: 'Send it to the Graph API as the Page: POST /me/messenger_profile.',
    wanted,
    async published(_, { signal }) {
      const { data } = await api.call('GET', 'me/messenger_profile', { fields: fields.join() }, signal);
      const [profile] = listOf(data);
      return isFields(profile) ? [{ name: part, items: itemsIn(profile) }] : [];
    },
    async apply({ items }, { signal }) {
      if (Object.keys(items).length > 0) await api.call('POST', 'me/messenger_profile', profileOf(items), signal);
      else await api.call('DELETE', 'me/messenger_profile', { fields: JSON.stringify(fields) }, signal);
    },
    files: (parts) => parts.map(({ items }) => ({ name: 'messenger_profile.json', content: `${JSON.stringify(profileOf(items), null, 2)}\n` })),
  };
}

/** The first 20 are in the menu, the first 4 are offered to who opens the chat: in English, and in each language of the definitions that Meta has a locale for. */
function wanted(commands: readonly AnyCommand[]): Wanted {
  const open = commands.filter(isForAll);
  const menu = open.slice(0, messengerLimits.menuItems);
  const languages = [...new Set(menu.flatMap((command) => Object.keys(command.in ?? {})))].filter((language) => locales[language]).sort();
  const items = ['en', ...languages].flatMap((language): [string, unknown][] => {
    const locale = locales[language] ?? 'default';
    return [
      ...menu.map((command): [string, unknown] => [
        `menu ${locale} ${command.name}`,
        { title: titleOf(command, language), payload: payloadOf(command) },
      ]),
      ...menu
        .slice(0, messengerLimits.iceBreakers)
        .map((command): [string, unknown] => [
          `first ${locale} ${command.name}`,
          { question: shorten(worded(command, language).summary, messengerLimits.iceBreaker), payload: payloadOf(command) },
        ]),
    ];
  });
  return {
    // A menu is refused without the button that begins (Persistent Menu, Requirements).
    parts: [{ name: part, items: menu.length === 0 ? {} : { 'get started': { payload: getStarted }, ...Object.fromEntries(items) } }],
    leftOut: [
      ...commands
        .filter((command) => !open.includes(command))
        .map(({ name, access }) => ({ command: name, why: `the menu is seen by all: it needs ${needed(access)}` })),
      ...open
        .slice(messengerLimits.menuItems)
        .map(({ name }) => ({ command: name, why: `a menu has at most ${messengerLimits.menuItems} commands` })),
    ],
  };
}

const payloadOf = ({ name }: AnyCommand) => tokenOf({ label: '', command: name, args: {} }, '');

/** `my_data` → "My data", where it has no label. */
function titleOf(command: AnyCommand, language: string): string {
  const { name, label = `${name.charAt(0).toUpperCase()}${name.slice(1).replace(/_/g, ' ')}` } = command;
  return shorten(command.in?.[language]?.label ?? label, messengerLimits.menuTitle);
}

/** The items as Meta takes them. */
function profileOf(items: Part['items']) {
  const listed = (kind: string) => {
    const byLocale = new Map<string, Fields[]>();
    for (const [name, item] of Object.entries(items)) {
      const [its, locale = ''] = name.split(' ');
      if (its === kind && isFields(item)) byLocale.set(locale, [...(byLocale.get(locale) ?? []), item]);
    }
    return [...byLocale];
  };
  return {
    get_started: items['get started'],
    persistent_menu: listed('menu').map(([locale, actions]) => ({
      locale,
      composer_input_disabled: false,
      call_to_actions: actions.map((action) => ({ type: 'postback', ...action })),
    })),
    ice_breakers: listed('first').map(([locale, actions]) => ({ locale, call_to_actions: actions })),
  };
}

/** A profile as items, whoever made it: a button of another kind shows as one that is not ours. */
function itemsIn({ get_started, persistent_menu, ice_breakers }: Fields): Part['items'] {
  const listed = (kind: string, list: unknown, ours: readonly string[]) =>
    listOf(list)
      .filter(isFields)
      .flatMap(({ locale, call_to_actions: actions }) =>
        listOf(actions)
          .filter(isFields)
          .map((action): [string, unknown] => [
            `${kind} ${String(locale)} ${String(action.payload ?? action.url)}`,
            Object.fromEntries(ours.map((key) => [key, action[key]])),
          ]),
      );
  return {
    ...(get_started === undefined ? {} : { 'get started': get_started }),
    ...Object.fromEntries(
      inOrder([...listed('menu', persistent_menu, ['title', 'payload']), ...listed('first', ice_breakers, ['question', 'payload'])]),
    ),
  };
}

/** Locale by locale as `wanted` has them: Meta tells the lists one after the other. */
function inOrder(items: readonly [string, unknown][]): readonly [string, unknown][] {
  const localeOf = ([name]: [string, unknown]) => name.split(' ')[1] ?? '';
  const found = [...new Set(items.map(localeOf))].sort((a, b) => Number(b === 'default') - Number(a === 'default') || a.localeCompare(b));
  return found.flatMap((locale) => items.filter((item) => localeOf(item) === locale));
}
