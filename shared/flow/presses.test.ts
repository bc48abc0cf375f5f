import { afterEach, describe, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { type AnyCommand, command } from '../command/define.ts';
import { text } from '../command/kinds/index.ts';
import type { PersonId } from '../people/person.ts';
import { people, personId } from '../people/person.ts';
import type { Action } from '../reply/action.ts';
import { reply } from '../reply/reply.ts';

const help = command({ name: 'help', summary: 'Help', run: (_, { command }) => reply(`help: ${command.raw.text}`) });
const ada = personId({ channel: 'paper', tenant: 't1' }, 'ada');

const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

/** A world in which `offer` shows one button, and counts how often that ran. */
function world({ action = {}, commands = [], tokenBytes = 64 }: { action?: Partial<Action>; commands?: AnyCommand[]; tokenBytes?: number } = {}) {
  let runs = 0;
  const go = command({
    name: 'go',
    summary: 'Go',
    params: { where: text({ ask: 'Where to?' }) },
    run: ({ where }) => reply(`went to ${where} ${++runs}`),
  });
  const offer = command({
    name: 'offer',
    summary: 'Offer',
    run: () => reply('Shall we?', { actions: [go.with({ where: 'Rome' }, { label: 'Let us go', ...action })] }),
  });
  const paper = paperChannel({ can: { ...paperChannel().can, tokenBytes } });
  const made = flowWorld({ commands: [help, go, offer, ...commands], channels: [paper] });
  worlds.push(made);
  const token = () => paper.sent.findLast(({ tokens }) => tokens.length > 0)?.tokens[0] ?? '';
  /** Presses it, by default as Ada and under a delivery key of its own, and waits until all is quiet. */
  async function press(user = 'ada', what = token()): Promise<void> {
    const place = { ...made.inbound('').place, message: 'm1', direct: user === 'ada' };
    await made.accept(made.inbound({ kind: 'action', token: what }, { from: { user, name: user }, place }));
    await expect
      .poll(
        async () => {
          const { waiting, running, undelivered } = await made.inbox.depth();
          return waiting.interactive.count + running + undelivered;
        },
        { interval: 2 },
      )
      .toBe(0);
  }
  return { ...made, paper, token, press, ran: () => runs, last: () => paper.sent.at(-1), texts: () => paper.sent.map((one) => one.text) };
}

describe('a button that counts once', () => {
  it.each([
    ['in itself', 64],
    ['in the store', 8],
  ])('runs once, however often and by whomever it is pressed, its token kept %s', async (_, tokenBytes) => {
    const { say, press, ran, texts } = world({ action: { once: true }, tokenBytes });
    await say('offer');
    await Promise.all([press(), press(), press()]);
    await press('bob');
    expect(ran()).toBe(1);
    expect(texts().at(-1)).toBe('ada pressed this before you, and it counts once.');
  });

  it('shows at its message who chose what, and is gone there', async () => {
    const { say, press, paper } = world({ action: { once: true } });
    await say('offer');
    await press('bob');
    await expect.poll(() => paper.sent.at(-1)).toEqual({ text: 'Shall we?\n✓ Let us go – bob', conversation: 'c1', edit: 'm1', tokens: [] });
  });

  it('is not used up by who may not', async () => {
    const stop = command({ name: 'stop_all', summary: 'Stop all', access: 'operator', run: () => reply('stopped') });
    const panel = command({
      name: 'panel',
      summary: 'Panel',
      access: 'operator',
      run: () => reply('panel', { actions: [stop.with({}, { once: true })] }),
    });
    const { say, press, store, last } = world({ commands: [stop, panel] });
    await store.put(people, ada, { id: ada, role: 'operator', locale: 'en', timeZone: 'UTC' });
    await say('panel');
    await press('bob');
    expect(last()?.text).toContain('you may not run stop_all');
    await press();
    expect(last()?.text).toMatch(/^panel\n✓/);
  });

  it('leaves the others of its message, which stay what they were', async () => {
    const names = ['a', 'b', 'c'];
    const done = command({ name: 'done_with', summary: 'Done', params: { what: text() }, run: ({ what }) => reply(`done ${what}`) });
    const list = command({
      name: 'list_all',
      summary: 'List',
      run: () => reply('list', { actions: names.map((what) => done.with({ what }, { label: what, once: true })) }),
    });
    const { say, press, paper, texts } = world({ commands: [done, list] });
    await say('list_all');
    const [, second, third] = paper.sent[0]?.tokens ?? [];
    await press('ada', second);
    expect(paper.sent.at(-1)).toMatchObject({ text: 'list\n✓ b', tokens: [expect.anything(), third] });
    await press('ada', third);
    expect(texts().at(-1)).toBe('list\n✓ b\n✓ c');
  });
});

it('a button counts once for each person when it says so', async () => {
  const { say, press, ran } = world({ action: { once: 'each' } });
  await say('offer');
  await Promise.all([press(), press('bob'), press()]);
  expect(ran()).toBe(2);
});

it('a button of one person tells others whose it is, and is left to that one', async () => {
  const { say, press, ran, last } = world({ action: { only: ada } });
  await say('offer');
  await press('bob');
  expect([last()?.text, ran()]).toEqual(['This is no question to you: it is for Ada alone.', 0]);
  await press();
  expect(ran()).toBe(1);
});

it('a button whose time has ended says so', async () => {
  const { say, press, ran, last, later } = world({ action: { forMs: 60_000 } });
  await say('offer');
  await press();
  later(61_000);
  await press();
  expect([last()?.text, ran()]).toEqual(['“Let us go” no longer works: its time has ended. Type the command instead; `help` lists them.', 1]);
});

it('a button that was altered on its way does nothing, and neither does one that no message has', async () => {
  const { say, press, token, ran, last } = world({ action: { once: true } });
  await say('offer');
  await press('ada', token().replace('Rome', 'Oslo'));
  expect(last()?.text).toMatch(/no button of mine/);
  await press('bob', token().replace('.0.0', '.0.7'));
  expect(last()?.text).toMatch(/no button of mine/);
  await press('eve', '!nobody.0.0|go|where=Rome');
  expect(last()?.text).toMatch(/too old/);
  expect(ran()).toBe(0);
});

describe('a button that may be pressed many times', () => {
  it('runs again when it is pressed again', async () => {
    const { say, press, ran } = world();
    await say('offer');
    await press();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await press();
    expect(ran()).toBe(2);
  });

  it('runs once for one press, told again under another id while the first is under way, whichever process hears it', async () => {
    let end = () => {};
    const running = new Promise<void>((resolve) => {
      end = resolve;
    });
    let runs = 0;
    const slow = command({
      name: 'slow',
      summary: 'Slow',
      async run() {
        runs++;
        await running;
        return reply('slow');
      },
    });
    const show = command({ name: 'show', summary: 'Show', run: () => reply('slow?', { actions: [slow.with()] }) });
    const { say, press, accept, inbound, token, inbox, texts } = world({ commands: [slow, show] });
    await say('show');
    const told = inbound({ kind: 'action', token: token() }, { place: { ...inbound('').place, message: 'm1' } });
    await accept(told);
    await expect.poll(() => runs).toBe(1);
    await accept({ ...told, key: 'told again' });
    await expect.poll(async () => (await inbox.depth()).running).toBe(1);
    end();
    await press('eve', 'help');
    expect([runs, texts().filter((one) => one === 'slow').length]).toEqual([1, 1]);
  });
});

it('a button from before its command was changed says so, and offers it as it is now', async () => {
  const old = command({ name: 'move', summary: 'Move', params: { from: text(), to: text() }, run: () => reply('') });
  const now = command({ name: 'move', summary: 'Move', params: { to: text({ ask: 'Where to?' }) }, run: ({ to }) => reply(`moved to ${to}`) });
  const { say, press, last, paper } = world({
    commands: [
      now,
      command({ name: 'ways', summary: 'Ways', run: () => reply('ways', { actions: [old.with({ from: 'a', to: 'b' }, { once: true })] }) }),
    ],
  });
  await say('ways');
  await press();
  expect(paper.sent.at(-1)?.text).toBe('This button is from before move was changed: it gives from, which move no longer takes. Nothing was done.');
  await press();
  expect(last()?.text).toBe('moved to b');
});

it('a person linked from another channel is who a button is for', async () => {
  const other = 'other/t1/ada' as PersonId;
  const { say, press, store, ran } = world({ action: { only: other } });
  await store.put(people, other, { id: other, role: 'member', locale: 'en', timeZone: 'UTC', identities: [ada] });
  await store.put(people, ada, { id: ada, role: 'member', locale: 'en', timeZone: 'UTC', linkedTo: other });
  await say('offer');
  await press();
  expect(ran()).toBe(1);
});
