import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { telegram } from '../../bots/telegram/channel.ts';
import { type AnyCommand, command } from '../../shared/command/define.ts';
import type { CommandRecord } from '../../shared/inbox/inbox.ts';
import { type Person, type PersonId, people } from '../../shared/people/person.ts';
import { apply, listed, plan, rollback } from '../../shared/publish/publish.ts';
import { openDatabase } from '../../shared/sqlite/database.ts';
import { sqliteStore } from '../../shared/store/sqlite/store.ts';
import { manualClock } from '../../shared/timers/manual-clock.ts';
import { startTelegram, type TelegramPlatform } from '../../test/platforms/telegram.ts';
import { published } from './commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellhop-listing-'));
const clock = manualClock();
const database = openDatabase(folder, { clock, log: { info() {}, warn() {}, error() {} } });
const store = sqliteStore(database, { clock });
const kept = new Map<string, string>();
const secrets = { get: async (name: string) => kept.get(name) ?? null, put: async (name: string, value: string) => void kept.set(name, value) };
let platform: TelegramPlatform;
beforeAll(async () => {
  platform = await startTelegram();
});
afterAll(async () => {
  await platform.close();
  database.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => platform.heal());

const named = (name: string, more: object = {}): AnyCommand => command({ name, summary: `Does ${name}`, run: () => undefined, ...more });
const check = named('check', { in: { de: { summary: 'Prüft' } } });
const watch = named('watch');
const menu = async (language?: string) => {
  const answer = await fetch(`${platform.url}/bot${platform.env.TELEGRAM_BOT_TOKEN}/getMyCommands`, {
    method: 'POST',
    body: JSON.stringify({ scope: { type: 'default' }, ...(language && { language_code: language }) }),
  });
  return ((await answer.json()) as { result: { command: string; description: string }[] }).result.map((one) => `${one.command}: ${one.description}`);
};

function on(...commands: AnyCommand[]) {
  const opened = telegram.configure(platform.env, { clock, random: () => 0.5, url: 'https://bellhop.example', env: platform.env });
  const [channel] = listed('on' in opened ? [opened.on] : []);
  if (!channel) throw new Error('Telegram is off');
  const deps = { store, secrets, commands, uses: new Map(), signal: AbortSignal.timeout(5_000) };
  return { plan: () => plan(channel, deps), apply: () => apply(channel, deps), rollback: () => rollback(channel, deps) };
}

it('shows what differs, sets it in each language, and then nothing differs', async () => {
  const both = on(check, watch, named('secret', { hidden: true }));
  expect(await both.plan()).toMatchObject({
    told: 'platform',
    changes: [
      { part: 'default', added: ['check', 'watch'], removed: [], changed: [] },
      { part: 'default de', added: ['check', 'watch'] },
    ],
  });
  expect(await both.apply()).toMatchObject({ state: 'done', refused: [] });
  expect([await menu(), await menu('de')]).toEqual([
    ['check: Does check', 'watch: Does watch'],
    ['check: Prüft', 'watch: Does watch'],
  ]);
  expect((await both.plan()).changes).toEqual([]);
  expect(await both.apply()).toMatchObject({ state: 'same' });
});

it('goes back version by version, to what was there before the first', async () => {
  const alone = on(watch);
  expect(await alone.apply()).toMatchObject({
    state: 'done',
    changes: [{ removed: ['check'] }, { part: 'default de', removed: ['check', 'watch'] }],
  });
  expect([await menu(), await menu('de')]).toEqual([['watch: Does watch'], []]);
  await alone.rollback();
  expect(await menu('de')).toEqual(['check: Prüft', 'watch: Does watch']);
  await alone.rollback();
  expect([await menu(), await menu('de')]).toEqual([[], []]);
  await expect(alone.rollback()).rejects.toMatchObject({ code: 'nothing_before' });
});

it('sees what someone else changed at the platform, and an order that is another', async () => {
  await on(check, watch).apply();
  await on(watch, check).apply();
  await fetch(`${platform.url}/bot${platform.env.TELEGRAM_BOT_TOKEN}/setMyCommands`, {
    method: 'POST',
    body: JSON.stringify({ commands: [{ command: 'check', description: 'Mine' }] }),
  });
  expect((await on(check, watch).plan()).changes).toEqual([
    { part: 'default', added: ['watch'], removed: [], changed: ['check'], reordered: false },
    { part: 'default de', added: [], removed: [], changed: [], reordered: true },
  ]);
});

it('keeps what was taken when half of it is refused, and plans the rest', async () => {
  await on().apply();
  platform.misbehave({ kind: '500', method: 'setMyCommands' });
  const both = on(check, watch);
  const half = await both.apply();
  expect(half).toMatchObject({ state: 'partly', refused: [{ part: 'default', message: expect.stringContaining('Telegram') }] });
  expect([await menu(), (await menu('de')).length]).toEqual([[], 2]);
  expect((await both.plan()).changes.map(({ part }) => part)).toEqual(['default']);
  await both.apply();
  await both.rollback();
  expect([await menu(), (await menu('de')).length]).toEqual([[], 2]);
});

it('lists the first hundred and names the rest, and leaves out what not everybody may run', async () => {
  const many = Array.from({ length: 102 }, (_, i) => named(`c${i}`));
  const { leftOut } = await on(named('stop_all', { access: 'admin' }), ...many).plan();
  expect(leftOut.map(({ command: name }) => name)).toEqual(['stop_all', 'c100', 'c101']);
});

it('lists what is used most first, help before all; use alone is no drift', async () => {
  const [help, rare] = [named('help'), named('rare')];
  const commands = [check, rare, watch, help];
  const opened = telegram.configure(platform.env, { clock, random: () => 0.5, url: 'https://bellhop.example', env: platform.env });
  const used: string[] = ['watch', 'check', 'watch', 'gone'];
  const inbox = { list: async () => used.map((name) => ({ command: { name } }) as CommandRecord) };
  const parts = { on: 'on' in opened ? [opened.on] : [], store, inbox, secrets, commands };
  await published('apply', undefined, parts);
  const names = async () => (await menu()).map((line) => line.split(':')[0]);
  expect(await names()).toEqual(['help', 'watch', 'check', 'rare']);
  used.push('rare', 'rare', 'rare');
  expect(await published('plan', undefined, parts)).toMatchObject([{ changes: [{ part: 'default', reordered: true }, { part: 'default de' }] }]);
  expect(await published('drift', undefined, parts)).toMatchObject([{ changes: [] }]);
});

it('shows who may more a menu of their own, in their chat and language, and takes it away with the right', async () => {
  const stop = named('stop_all', { access: 'operator', in: { de: { summary: 'Hält alles an' } } });
  const [botId = ''] = (platform.env.TELEGRAM_BOT_TOKEN ?? '').split(':');
  const ada: Person = {
    id: `telegram/${botId}/7` as PersonId,
    role: 'operator',
    locale: 'de',
    timeZone: 'UTC',
    home: { channel: 'telegram', bot: 'main', tenant: botId, conversation: '7', direct: true },
  };
  await store.put<Person>(people, ada.id, ada);
  const both = on(check, stop);
  await both.apply();
  const hers = () => platform.of('setMyCommands').filter(({ payload }) => (payload.scope as { type?: string } | undefined)?.type === 'chat');
  expect(hers().at(-1)?.payload).toEqual({
    scope: { type: 'chat', chat_id: 7 },
    commands: [
      { command: 'check', description: 'Prüft' },
      { command: 'stop_all', description: 'Hält alles an' },
    ],
  });
  expect((await menu()).join()).not.toContain('stop_all');
  expect((await both.plan()).changes).toEqual([]);
  await store.put<Person>(people, ada.id, { ...ada, role: 'member' });
  expect((await both.apply()).changes).toEqual([expect.objectContaining({ part: 'chat 7', removed: ['check', 'stop_all'] })]);
  expect(platform.of('deleteMyCommands').at(-1)?.payload).toEqual({ scope: { type: 'chat', chat_id: 7 } });
});
