import { afterEach, describe, expect, it } from 'vitest';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { command } from '../command/define.ts';
import { text } from '../command/kinds/index.ts';
import { reply } from '../reply/reply.ts';
import { type ManualClock, manualClock } from '../timers/manual-clock.ts';

const help = command({ name: 'help', summary: 'Help', run: (_, { command }) => reply(`help: ${command.raw.text}`) });
const wipe = command({
  name: 'wipe',
  summary: 'Delete everything of a site',
  params: { site: text({ ask: 'Which site?' }) },
  confirm: true,
  run: ({ site }) => reply(`wiped ${site}`),
});
const launch = command({ name: 'launch', summary: 'Launch', confirm: async () => 'The rocket leaves at once.', run: () => reply('launched') });

const worlds: { close(): Promise<void> }[] = [];
function world({ folder, clock }: { folder?: string; clock?: ManualClock } = {}) {
  const paper = paperChannel();
  const made = flowWorld({ commands: [help, wipe, launch], channels: [paper], ...(folder ? { folder } : {}), ...(clock ? { clock } : {}) });
  worlds.push(made);
  /** Presses the nth button of the last message that has some. */
  async function press(n: number, user = 'ada'): Promise<void> {
    const token = paper.sent.findLast(({ tokens }) => tokens.length > 0)?.tokens[n] ?? '';
    await made.accept(made.inbound({ kind: 'action', token }, { from: { user } }));
  }
  return { ...made, press, texts: () => paper.sent.map((one) => one.text) };
}
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

const asked = 'wipe: Delete everything of a site\nsite: shop\nShall I do it?';

describe('a command that is to be confirmed', () => {
  it('shows what will happen, and happens at a typed yes', async () => {
    const { say, texts } = world();
    expect(await say('wipe shop')).toMatchObject({ state: 'waiting', waiting: { for: 'confirmation' } });
    await say('yes');
    expect(texts()).toEqual([asked, 'wiped shop']);
  });

  it('asks for what is missing first, then whether; in its own words where it has some', async () => {
    const { say, texts } = world();
    await say('wipe');
    await say('shop');
    await say('yes');
    await say('launch');
    expect(texts()).toEqual(['Which site?', asked, 'wiped shop', 'The rocket leaves at once.\nShall I do it?']);
  });

  it('does not happen at a no, typed or pressed', async () => {
    const { say, press, texts } = world();
    await say('wipe shop');
    expect((await say('no')).state).toBe('cancelled');
    await say('wipe shop');
    await press(1);
    await expect.poll(texts).toEqual([asked, 'All right, wipe was not done.', asked, 'All right, wipe was not done.']);
  });

  it('happens once, however often yes is pressed and said', async () => {
    const { say, press, texts } = world();
    await say('wipe shop');
    await Promise.all([press(0), press(0), press(0)]);
    await expect.poll(texts).toEqual([asked, 'wiped shop']);
    await say('yes');
    await press(1);
    await expect.poll(texts).toEqual([asked, 'wiped shop', 'help: yes', expect.stringContaining('no longer, a question to you')]);
  });

  it('is confirmed by who asked alone: another one’s press does nothing, and takes nothing from them', async () => {
    const { say, press, texts } = world();
    await say('wipe shop');
    await press(0, 'bob');
    await expect.poll(() => texts().at(-1)).toContain('question to you');
    await press(0);
    await expect.poll(() => texts().at(-1)).toBe('wiped shop');
  });

  it('is asked again when the answer is neither', async () => {
    const { say, texts } = world();
    await say('wipe shop');
    await say('perhaps');
    expect(texts().at(-1)).toContain('I need a yes or a no.');
    await say('ja');
    expect(texts().at(-1)).toBe('wiped shop');
  });

  it('waits over a restart', async () => {
    const first = world();
    await first.say('wipe shop');
    await first.close({ keep: true });
    worlds.length = 0;
    const second = world({ folder: first.folder });
    await second.say('yes');
    expect(second.texts()).toEqual(['wiped shop']);
  });

  it('ends after its time, with a word; a yes is no answer then', async () => {
    const clock = manualClock(Date.parse('2026-06-10T12:00:00Z'));
    const { say, texts } = world({ clock });
    await say('wipe shop');
    await clock.advance(31 * 60_000);
    await expect
      .poll(texts, { timeout: 5_000 })
      .toContain('I stopped waiting for your answer, so wipe was not done. Start it again whenever you like.');
    await say('yes');
    expect(texts().at(-1)).toBe('help: yes');
  });
});
