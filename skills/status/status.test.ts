import { afterEach, describe, expect, it } from 'vitest';
import type { CommandId } from '../../shared/command/command.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenOptions, type OpenSkills, openSkills } from '../../test/open-skills.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

function open(options: OpenOptions = {}): OpenSkills {
  const one = openSkills(everySkill, options);
  opened.push(one);
  return one;
}

const words = (reply: Reply) => plain(reply.text);
const shown = ({ fields = [] }: Reply) => Object.fromEntries(fields.map(({ name, value }) => [name, plain(value)]));

/** A command of `user` that waits in the inbox. */
async function accepted(bell: OpenSkills, id: string, text: string, user = 'u1'): Promise<void> {
  const { command } = bell.contextOf('check', { text }, { user, id });
  await bell.inbox.accept({ ...command, id: id as CommandId });
}

describe('status', () => {
  it('tells how much is watched, and what of it is down; to a guest nothing of it', async () => {
    const standing = (name: string, status: string) => ({ check: { name }, state: { status } });
    const list = async () => [standing('https://example.com/', 'down'), standing('https://example.org/', 'up')];
    const bell = open({ instead: { checks: { list } as never } });
    const said = await bell.say('status');
    expect(words(said)).toBe('Down, of what is watched: https://example.com/.');
    expect(shown(said)).toMatchObject({ Watched: '2, 1 down' });
    expect(words(await bell.say('status', { person: { role: 'guest' } }))).toBe('All is well.');
  });

  it('says that all is well, and what runs', async () => {
    const bell = open({
      status: {
        channels: [
          { name: 'slack', state: 'on' },
          { name: 'alexa', state: 'off', detail: 'set ALEXA_SKILL_ID' },
        ],
      },
    });
    await accepted(bell, 'aaaa', 'check example.com');
    const said = await bell.say('status');
    expect(said).toMatchObject({ text: 'All is well.', severity: 'success' });
    expect(shown(said)).toMatchObject({
      Version: '1.2.3',
      'Running for': '1 minute 30 seconds',
      'Channel slack': 'on',
      'Channel alexa': 'off: set ALEXA_SKILL_ID',
      'Waiting, interactive': '1, the oldest for 0 seconds',
      'Dead letters': '0',
    });
  });

  it('tells no time for which it has been running where there is none, as on AWS', async () => {
    const queue = await open().inbox.depth();
    const bell = open({ instead: { installation: { status: async () => ({ version: '1.2.3', channels: [], queue }) } } });
    const said = await bell.say('status');
    expect(said).toMatchObject({ text: 'All is well.', speech: 'All is well.' });
    expect(shown(said)).not.toHaveProperty('Running for');
  });

  it('does not call it well when people wait long', async () => {
    const bell = open();
    await accepted(bell, 'aaaa', 'check a.example');
    await accepted(bell, 'bbbb', 'check b.example');
    await bell.clock.advance(59_000);
    expect(words(await bell.say('status'))).toBe('All is well.');
    await bell.clock.advance(61_000);
    const said = await bell.say('status');
    expect(words(said)).toBe('2 commands wait for their turn, the oldest for 2 minutes.');
    expect(said.severity).toBe('warning');
  });

  it('names what is not well first', async () => {
    const bell = open();
    const queue = { ...(await bell.inbox.depth()), dead: 2 };
    const ill = open({ status: { queue, channels: [{ name: 'teams', state: 'failing', detail: 'token refused' }] } });
    const said = await ill.say('status');
    expect(said.severity).toBe('warning');
    expect(words(said)).toBe("I can't reach teams. 2 dead letters wait for an admin: see “bellhop dead list”.");
  });
});

describe('running and cancel', () => {
  it('lists one’s own open commands with buttons that cancel them', async () => {
    const bell = open();
    await accepted(bell, 'aaaa1111xyz', 'check a.example');
    await bell.clock.advance(5_000);
    await accepted(bell, 'bbbb2222xyz', 'check b.example');
    await accepted(bell, 'cccc3333xyz', 'check c.example', 'u2');
    const said = await bell.say('running');
    expect(words(said)).toBe(
      '2 commands of yours are open:\nbbbb2222  check b.example – waiting its turn, 0 seconds old\naaaa1111  check a.example – waiting its turn, 5 seconds old',
    );
    expect(words(await bell.press(said.actions?.[1]))).toBe('Cancelled: check a.example.');
    expect((await bell.inbox.read('aaaa1111xyz' as CommandId))?.state).toBe('cancelled');
    expect(words(await bell.say('running'))).toContain('1 command of yours is open');
  });

  it('cancels the latest, or the one whose id begins so', async () => {
    const bell = open();
    await accepted(bell, 'aaaa1111', 'check a.example');
    await bell.clock.advance(1);
    await accepted(bell, 'bbbb2222', 'check b.example');
    await bell.clock.advance(1);
    await accepted(bell, 'bbbb3333', 'check c.example');
    const which = await bell.say('cancel bbbb');
    expect(which.actions).toHaveLength(2);
    expect(words(await bell.say('cancel AAAA'))).toBe('Cancelled: check a.example.');
    expect(words(await bell.say('cancel'))).toBe('Cancelled: check c.example.');
    expect(words(await bell.say('cancel that'))).toBe('Cancelled: check b.example.');
    expect(words(await bell.say('cancel'))).toContain('Nothing of yours is open');
  });

  it('lets nobody cancel another’s', async () => {
    const bell = open();
    await accepted(bell, 'aaaa1111', 'check a.example');
    expect(words(await bell.say('cancel aaaa1111', { user: 'u2' }))).toContain('No open command of yours');
    expect((await bell.inbox.read('aaaa1111' as CommandId))?.state).toBe('accepted');
  });

  it('tells a running one to stop', async () => {
    const bell = open({ instead: { ownCommands: { list: async () => [record], cancel: async () => 'signalled', progress: async () => undefined } } });
    const { command } = bell.contextOf('check', { text: 'check a.example' }, { id: 'aaaa1111' });
    const record = { command, state: 'running', attempt: 1, replies: [], delivery: { state: 'none' }, due: null } as const;
    expect(words(await bell.say('cancel'))).toBe('I told check a.example to stop. It is running, and says so when it has.');
  });

  it('overtakes what it is to end', () => expect(open().catalogue().byName('cancel')?.priority).toBe('alert'));
});
