import { afterEach, describe, expect, it } from 'vitest';
import { type FlowOptions, flowWorld, paperChannel } from '../../test/flow-world.ts';
import type { Said } from '../channel/inbound.ts';
import { command, type Repeat } from '../command/define.ts';
import { integer, text } from '../command/kinds/index.ts';
import { BellhopError } from '../errors.ts';
import type { Taken } from '../inbox/inbox.ts';
import { reply } from '../reply/reply.ts';
import { attemptsMax } from './dispatch.ts';

/** What handlers were called with. */
let calls: { readonly words: string; readonly key: string }[] = [];
let fails = false;
const help = command({ name: 'help', summary: 'Help', run: (_, { command }) => reply(`help: ${command.raw.text}`) });
const worked = command({ name: 'worked', summary: 'It worked', run: () => reply('Good.') });

const pay = (name: string, repeat: Repeat, over = {}) =>
  command({
    name,
    summary: name,
    repeat,
    params: { to: text({ ask: 'To whom?' }), sum: integer({ ask: 'How much?' }) },
    run({ to, sum }, { idempotencyKey }) {
      calls.push({ words: `${sum} to ${to}`, key: idempotencyKey });
      if (fails) throw new BellhopError('bank', 'The bank is down.', { retryable: true });
      return reply(`paid ${sum} to ${to}`);
    },
    ...over,
  });
const commands = [help, worked, pay('safely', 'safe'), pay('keyed', 'keyed'), pay('once', 'never'), pay('admins', 'never', { access: 'admin' })];

const worlds: { close(): Promise<void> }[] = [];
function world(options: Partial<FlowOptions> = {}) {
  calls = [];
  fails = false;
  const paper = paperChannel();
  const made = flowWorld({ commands, channels: [paper], ...options });
  worlds.push(made);
  /** Takes it as if a former worker had died inside it. */
  const afterDeath = async (said: string | Said) => {
    const accepted = await made.accept(made.inbound(said), { lease: true });
    if (accepted.known || !accepted.taken) expect.fail('it was not taken');
    const again: Taken = { ...accepted.taken, diedInside: true };
    const outcome = await made.dispatch(again);
    await made.inbox.finish(again, outcome);
    return outcome;
  };
  /** A button that counts once has a key of its own. */
  const press = (n: number, button: number) => made.accept(made.inbound({ kind: 'action', token: paper.sent[n]?.tokens[button] ?? '' }));
  return { ...made, paper, afterDeath, press, texts: () => paper.sent.map((one) => one.text) };
}
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

describe('what died inside its handler', () => {
  it.each(['safely', 'keyed'])('%s is run again, with the same idempotency key', async (name) => {
    const { accept, inbound, dispatch, afterDeath } = world();
    const said = inbound(`${name} --to kim --sum 5`);
    const first = await accept(said, { lease: true });
    if (first.known || !first.taken) expect.fail('it was not taken');
    await dispatch(first.taken);
    await dispatch({ ...first.taken, diedInside: true });
    expect(calls.map(({ words }) => words)).toEqual(['5 to kim', '5 to kim']);
    expect(new Set(calls.map(({ key }) => key))).toEqual(new Set([first.taken.record.command.id]));
    expect((await afterDeath(`${name} --to kim --sum 6`)).state).toBe('done');
  });

  it('and must not run twice ends as interrupted: its person is told, and offered to run it again or to leave it', async () => {
    const { afterDeath, press, texts } = world();
    expect((await afterDeath('once --to kim --sum 5')).state).toBe('interrupted');
    await expect.poll(texts).toEqual([expect.stringContaining("can't tell whether it took effect")]);
    expect(calls).toEqual([]);
    await press(0, 1);
    await expect.poll(() => texts()[1]).toBe('Good.');
    await press(0, 0);
    await expect.poll(() => texts()[2]).toBe('paid 5 to kim');
  });

  it('is run again by its button with all that was given, also in a dialog', async () => {
    const { say, afterDeath, paper, press, texts } = world();
    await say('once --to kim');
    expect((await afterDeath('7')).state).toBe('interrupted');
    await expect.poll(() => paper.sent.length).toBe(2);
    await press(1, 0);
    await expect.poll(() => texts()[2]).toBe('paid 7 to kim');
  });

  it('but can not have begun, is told what it would have been told: nothing was interrupted', async () => {
    const { afterDeath } = world();
    expect(await afterDeath('admins --to kim --sum 5')).toMatchObject({ state: 'failed', error: { code: 'not_allowed' } });
    expect((await afterDeath('once')).state).toBe('waiting');
  });
});

describe('what failed in a way that may heal', () => {
  it('is run again up to the limit, and each run is told to the log', async () => {
    const states: string[] = [];
    const { accept, inbound, dispatch } = world({ observer: { ran: ({ state }) => void states.push(state) } });
    fails = true;
    const accepted = await accept(inbound('safely --to kim --sum 5'), { lease: true });
    if (accepted.known || !accepted.taken) expect.fail('it was not taken');
    const { taken } = accepted;
    const runs = Array.from({ length: attemptsMax }, (_, i) => dispatch({ ...taken, record: { ...taken.record, attempt: i + 1 } }));
    const last = (await Promise.allSettled(runs)).at(-1);
    expect(last).toMatchObject({ status: 'fulfilled', value: { state: 'dead', replies: [{ text: expect.anything() }] } });
    expect(states.sort()).toEqual([...Array(attemptsMax - 1).fill('accepted'), 'dead']);
  });

  it.each([
    ['said', ['once --to kim --sum 5']],
    ['the answer to a question', ['once --to kim', '5']],
  ])('is not run again when it must not run twice, be it %s', async (_, turns) => {
    const { say, texts } = world();
    fails = true;
    for (const turn of turns) await say(turn);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(calls).toHaveLength(1);
    expect(texts().at(-1)).toContain('The bank is down.');
  });

  it('nor when a button that was kept in the store meant it', async () => {
    const offer = command({
      name: 'offer',
      summary: 'Offer',
      run: () => reply('press', { actions: [{ label: 'Pay', command: 'once', args: { to: 'k'.repeat(200), sum: '5' } }] }),
    });
    const { say, paper } = world({ commands: [...commands, offer] });
    await say('offer');
    fails = true;
    await say({ kind: 'action', token: paper.sent[0]?.tokens[0] ?? '' });
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(calls).toHaveLength(1);
  });
});

describe('what is interrupted to stop', () => {
  it.each([
    ['safely', { state: 'accepted', counts: false }],
    ['once', { state: 'interrupted' }],
  ])('%s: another process has it, and that was no attempt; or its person is asked', async (name, end) => {
    const hang = { run: () => new Promise<never>(() => {}) };
    const { accept, inbound, dispatch } = world({ commands: [pay('safely', 'safe', hang), pay('once', 'never', hang)] });
    const accepted = await accept(inbound(`${name} --to kim --sum 5`), { lease: true });
    if (accepted.known || !accepted.taken) expect.fail('it was not taken');
    const stopping = new AbortController();
    const outcome = dispatch({ ...accepted.taken, signal: stopping.signal });
    setTimeout(() => stopping.abort('stop'), 50);
    expect(await outcome).toMatchObject(end);
  });
});
