import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Listing } from '../../shared/channel/listing.ts';
import { type AnyCommand, command } from '../../shared/command/define.ts';
import { type MessengerPlatform, startMessenger } from '../../test/platforms/messenger.ts';
import { messenger } from './channel.ts';

let platform: MessengerPlatform;
beforeAll(async () => {
  platform = await startMessenger();
});
afterAll(() => platform.close());

const named = (name: string, more: object = {}): AnyCommand => command({ name, summary: `Does ${name}`, run: () => undefined, ...more });
const context = () => ({ signal: AbortSignal.timeout(5_000), token: { read: async () => null, keep: async () => {} } });

function listing(): Listing {
  const opened = messenger.configure(platform.env, { clock: { now: () => 0 }, random: () => 0, url: 'https://bellhop.example', env: {} });
  if (!('on' in opened) || !opened.on.listing) throw new Error('it lists nothing');
  return opened.on.listing;
}

it('sets the button that begins, the menu and what to ask first, in each language, and reads them back as they were set', async () => {
  const commands = [
    named('check', { label: 'Check a site', in: { de: { summary: 'Prüft', label: 'Seite prüfen' } } }),
    named('my_data', { summary: 'x'.repeat(300) }),
  ];
  const { parts, leftOut } = listing().wanted(commands);
  expect(leftOut).toEqual([]);
  expect(await listing().published(['profile'], context())).toEqual([]);
  for (const part of parts) await listing().apply?.(part, context());
  const menu = (locale: string, first: string) => ({
    locale,
    composer_input_disabled: false,
    call_to_actions: [
      { type: 'postback', title: first, payload: 'check' },
      { type: 'postback', title: 'My data', payload: 'my_data' },
    ],
  });
  const asks = (locale: string, first: string) => ({
    locale,
    call_to_actions: [
      { question: first, payload: 'check' },
      { question: `${'x'.repeat(79)}…`, payload: 'my_data' },
    ],
  });
  expect(platform.profile()).toEqual({
    get_started: { payload: '|get-started' },
    persistent_menu: [menu('default', 'Check a site'), menu('de_DE', 'Seite prüfen')],
    ice_breakers: [asks('default', 'Does check'), asks('de_DE', 'Prüft')],
  });
  const there = await listing().published(['profile'], context());
  expect(there).toEqual(parts);
  expect(Object.keys(there?.[0]?.items ?? {})).toEqual(Object.keys(parts[0]?.items ?? {}));
});

it('takes all of it away when nothing is listed', async () => {
  for (const part of listing().wanted([]).parts) await listing().apply?.(part, context());
  expect(platform.profile()).toEqual({});
});

it('has twenty commands at most, and names the rest', () => {
  const { parts, leftOut } = listing().wanted(Array.from({ length: 23 }, (_, n) => named(`command_${n}`)));
  expect(Object.keys(parts[0]?.items ?? {}).filter((name) => name.startsWith('menu '))).toHaveLength(20);
  expect(leftOut.map(({ command: name }) => name)).toEqual(['command_20', 'command_21', 'command_22']);
});
