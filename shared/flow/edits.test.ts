import { afterEach, describe, expect, it } from 'vitest';
import { type FlowOptions, flowWorld, paperChannel } from '../../test/flow-world.ts';
import type { Channel } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import { command } from '../command/define.ts';
import { text } from '../command/kinds/index.ts';
import { SendFailed } from '../errors.ts';
import { reply } from '../reply/reply.ts';
import { plain } from '../reply/text.ts';

/** `tell a|b|c`: a reply of three messages about one thing. */
const tell = command({ name: 'tell', summary: 'Tell', params: { words: text() }, run: ({ words }) => reply(words, { about: 'incident:1' }) });
const growing = command({
  name: 'growing',
  summary: 'Grows',
  async *run() {
    yield reply('step 1');
    yield reply('step 2|more of it');
    yield reply('done|in two');
  },
});

const down = new SendFailed('http_500', 'Down.', { retryable: true, retryAfterMs: 30 });

interface BoardOptions {
  /** Before each change: throws what the platform refuses. */
  readonly before?: (what: string, place: Place) => unknown;
  readonly removes?: boolean;
  readonly over?: Partial<Channel>;
}

/** A channel whose messages stand on a board, where edits and removals show. One message a part, `|` between them. */
function boardChannel({ before = () => {}, removes = true, over = {} }: BoardOptions = {}) {
  const board: { readonly id: string; text: string }[] = [];
  let ids = 0;
  const channel = paperChannel({
    render: (shown) =>
      plain(shown.text)
        .split('|')
        .map((part) => ({ text: part, tokens: [] })),
    async send(message, place, { edit }) {
      const words = String(message.text);
      await before(words, place);
      const standing = board.find(({ id }) => id === edit);
      if (standing) standing.text = words;
      else board.push({ id: `m${++ids}`, text: words });
      return { message: standing?.id ?? `m${ids}` };
    },
    ...(removes
      ? {
          async remove(id: string, place: Place) {
            const at = board.findIndex((one) => one.id === id);
            await before(`remove ${board[at]?.text}`, place);
            if (at >= 0) board.splice(at, 1);
          },
        }
      : {}),
    ...over,
  });
  return { channel, shown: () => board.map((one) => one.text), ids: () => board.map((one) => one.id) };
}

const worlds: { close(): Promise<void> }[] = [];
function world(options: BoardOptions & Partial<FlowOptions> = {}) {
  const board = boardChannel(options);
  const made = flowWorld({ commands: [tell, growing], channels: [board.channel], ...options });
  worlds.push(made);
  return { ...made, ...board };
}
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

describe('a newer version of a reply of several messages', () => {
  it('edits part by part, each its own', async () => {
    const { say, shown, ids } = world();
    await say('tell a|b|c');
    await say('tell d|e|f');
    expect(shown()).toEqual(['d', 'e', 'f']);
    expect(ids()).toEqual(['m1', 'm2', 'm3']);
  });

  it('that is shorter takes the parts below it away', async () => {
    const { say, shown, inbox } = world();
    await say('tell a|b|c');
    const { command } = await say('tell d');
    expect(shown()).toEqual(['d']);
    expect((await inbox.read(command.id))?.delivery).toEqual({ state: 'sent' });
  });

  it('leaves a short mark of them where the channel can not delete', async () => {
    const { say, shown, ids } = world({ removes: false });
    await say('tell a|b|c');
    await say('tell d');
    expect(shown()).toEqual(['d', '…', '…']);
    await say('tell e|f');
    expect(shown()).toEqual(['e', '…', '…', 'f']);
    expect(new Set(ids()).size).toBe(4);
  });

  it('that is longer adds what there is more of', async () => {
    const { say, shown } = world();
    await say('tell a');
    await say('tell b|c|d');
    expect(shown()).toEqual(['b', 'c', 'd']);
    await say('tell e|f');
    expect(shown()).toEqual(['e', 'f']);
  });

  it('goes on where it stopped when the platform fails on the way, and repeats nothing', async () => {
    const met: string[] = [];
    const once = new Set(['e', 'remove c']);
    const { say, shown } = world({
      before(what) {
        met.push(what);
        if (once.delete(what)) throw down;
      },
    });
    await say('tell a|b|c|x');
    await say('tell d|e');
    expect(shown()).toEqual(['d', 'e']);
    expect(met).toEqual(['a', 'b', 'c', 'x', 'd', 'e', 'e', 'remove x', 'remove c', 'remove c']);
  });

  it('is delivered though what is too old to be deleted stays', async () => {
    const { say, shown } = world({
      before(what) {
        if (what.startsWith('remove')) throw new SendFailed('too_old', 'It is too old to be deleted.');
      },
    });
    await say('tell a|b');
    expect((await say('tell c')).delivery).toEqual({ state: 'sent' });
    expect(shown()).toEqual(['c', 'b']);
    expect((await say('tell d')).delivery).toEqual({ state: 'sent' });
  });

  it('finds its parts after a restart', async () => {
    const first = world();
    await first.say('tell a|b');
    await first.close({ keep: true });
    worlds.pop();
    const second = flowWorld({ commands: [tell], channels: [first.channel], folder: first.folder });
    worlds.push(second);
    await second.say('tell c');
    expect(first.shown()).toEqual(['c']);
  });

  it('takes the place of progress of any length', async () => {
    const { say, shown } = world();
    await say('growing');
    expect(shown()).toEqual(['done', 'in two']);
  });
});

describe('the edits of one message are in order', () => {
  it('an older answer that comes late does not take the place of a newer one', async () => {
    let fails = 1;
    const { accept, inbound, say, shown, inbox } = world({
      before(what) {
        if (what === 'down' && fails-- > 0) throw new SendFailed('http_500', 'Down.', { retryable: true, retryAfterMs: 300 });
      },
    });
    await accept(inbound('tell down', { key: 'old' }));
    await expect.poll(() => fails).toBe(0);
    await say('tell up');
    expect(shown()).toEqual(['up']);
    await expect.poll(async () => (await inbox.depth()).undelivered).toBe(0);
    expect(shown()).toEqual(['up']);
    expect((await inbox.depth()).dead).toBe(0);
  });

  it('two at once make one message, and the later one stands', async () => {
    let release: () => void = () => {};
    const { accept, inbound, shown, inbox } = world({
      before: (what) => (what === 'first' ? new Promise<void>((resolve) => (release = resolve)) : undefined),
    });
    await accept(inbound('tell first'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await accept(inbound('tell second'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    release();
    await expect.poll(async () => (await inbox.depth()).undelivered, { timeout: 3_000 }).toBe(0);
    expect(shown()).toEqual(['second']);
  });

  it('that were answered while the clock was ahead do not silence what comes after', async () => {
    const { say, shown, later } = world();
    later(86_400_000);
    await say('tell ahead');
    later(-86_400_000);
    await say('tell now');
    expect(shown()).toEqual(['now']);
  });
});

describe('a message about something', () => {
  it('is edited by the bot, and in the thread, that it is of', async () => {
    const { say, shown } = world();
    const place = { channel: 'paper', bot: 'main', tenant: 't1', conversation: 'c1' };
    await say('tell a', { place });
    await say('tell b', { place: { ...place, bot: 'second' } });
    await say('tell c', { place: { ...place, thread: 't' } });
    await say('tell d', { place });
    expect(shown()).toEqual(['d', 'b', 'c']);
  });

  it('may be about anything, however long its name is', async () => {
    const wordy = command({ name: 'wordy', summary: 'Wordy', run: () => reply('x', { about: 'a'.repeat(5_000) }) });
    const { say, shown } = world({ commands: [wordy] });
    await say('wordy');
    await say('wordy');
    expect(shown()).toEqual(['x']);
  });
});
