import { afterEach, describe, expect, it } from 'vitest';
import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { undoBook } from '../../shared/flow/undoable.ts';
import { reply } from '../../shared/reply/reply.ts';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { undo } from './undo.ts';

const minute = 60_000;
const worlds: { close(): Promise<void> }[] = [];
function world() {
  const lights = new Map<string, boolean>();
  const light = command({
    name: 'light',
    summary: 'Light a room',
    params: { room: text({ ask: 'Which room?' }) },
    run({ room }, { undoWith }) {
      if (!lights.get(room)) undoWith({ was: lights.get(room) ?? false });
      lights.set(room, true);
      return reply(`${room} is lit`);
    },
    undo({ room }, result) {
      if (room === 'cellar') throw new Error('fuse');
      lights.set(room, (result as { was: boolean }).was);
      return reply(`${room} is dark`);
    },
  });
  const help = command({ name: 'help', summary: 'Help', run: () => reply('help') });
  const wall = command({
    name: 'wall',
    summary: 'Build a wall',
    confirm: true,
    run(_, { undoWith }) {
      undoWith();
      return reply('built');
    },
    undo: () => reply('torn down'),
  });
  const paper = paperChannel();
  const made = flowWorld({ commands: [help, light, wall, undo], channels: [paper], services: (parts) => ({ undos: undoBook(parts) }) });
  worlds.push(made);
  async function press(token = paper.sent.findLast(({ tokens }) => tokens.length > 0)?.tokens[0] ?? '', user = 'ada'): Promise<void> {
    await made.accept(made.inbound({ kind: 'action', token }, { from: { user } }));
  }
  return { ...made, paper, press, lights, last: () => paper.sent.at(-1)?.text };
}
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

describe('undo', () => {
  it('takes back what its person did last here; undone, it is done again, and so on', async () => {
    const { say, last, lights } = world();
    await say('light hall');
    await say('undo');
    expect([last(), lights.get('hall')]).toEqual(['hall is dark', false]);
    await say('undo');
    expect([last(), lights.get('hall')]).toEqual(['hall is lit', true]);
    await say('undo');
    expect([last(), lights.get('hall')]).toEqual(['hall is dark', false]);
  });

  it('is a button under what can be undone, that counts once', async () => {
    const { say, press, paper, last, lights } = world();
    await say('light hall');
    const token = paper.sent[0]?.tokens[0];
    await Promise.all([press(token), press(token), press(token)]);
    await expect.poll(last).toBe('hall is dark');
    expect(paper.sent).toHaveLength(2);
    await press();
    await expect.poll(last).toBe('hall is lit');
    expect(lights.get('hall')).toBe(true);
  });

  it('has nothing to take back where nothing was done, and of a command without a way back says so', async () => {
    const { say, last } = world();
    await say('undo');
    expect(last()).toContain('Nothing that you did in this conversation can be undone.');
    await say('help');
    await say('undo help');
    expect(last()).toBe("help can't be undone: it has no way back.");
    await say('undo light');
    expect(last()).toBe('There is no light of yours in this conversation that can be undone.');
    await say('light hall');
    await say('light hall');
    await say('undo');
    await say('undo light');
    expect(last()).toBe('hall is lit');
  });

  it('says that it is too late once its time has ended', async () => {
    const { say, last, later, lights } = world();
    await say('light hall');
    later(13 * minute);
    await say('undo');
    expect(last()).toMatch(/too late to undo light: its time for that ended 3 minutes ago/);
    expect(lights.get('hall')).toBe(true);
  });

  it('touches nobody else’s, and nothing of another conversation', async () => {
    const { say, press, last, lights, inbound } = world();
    await say('light hall');
    await press(undefined, 'bob');
    await expect.poll(last).toBe('This is no question to you: it is for Ada alone.');
    await say('undo', { place: { ...inbound('').place, conversation: 'c2' } });
    expect(last()).toContain('Nothing that you did in this conversation');
    expect(lights.get('hall')).toBe(true);
  });

  it('taken back asks as the command itself does: a no leaves it to be done again, a yes does it once', async () => {
    const { say, last } = world();
    await say('wall');
    await say('yes');
    await say('undo');
    expect(last()).toBe('torn down');
    await say('undo');
    expect(last()).toContain('Shall I do it?');
    await say('no');
    await say('undo');
    expect(last()).toContain('Shall I do it?');
    await say('yes');
    expect(last()).toBe('built');
    await say('undo');
    expect(last()).toBe('torn down');
  });

  it('that fails leaves it to be undone', async () => {
    const { say, last } = world();
    await say('light cellar');
    await say('undo');
    expect(last()).toContain('`undo` failed inside'.replaceAll('`', ''));
    await say('undo');
    expect(last()).toContain('undo failed inside');
  });
});
