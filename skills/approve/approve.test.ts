import { afterEach, describe, expect, it } from 'vitest';
import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { approvalBook } from '../../shared/flow/approval/approvals.ts';
import { issuer } from '../../shared/flow/issue.ts';
import { type Person, people, personId } from '../../shared/people/person.ts';
import { reply } from '../../shared/reply/reply.ts';
import { flowWorld, paperChannel } from '../../test/flow-world.ts';
import { skill as cancelling } from '../status/index.ts';
import { skill } from './index.ts';

const help = command({ name: 'help', summary: 'Help', run: (_, { command }) => reply(`help: ${command.raw.text}`) });
const deploy = command({
  name: 'deploy',
  summary: 'Put it online',
  access: 'member',
  params: { env: text({ ask: 'Where?' }) },
  approve: 'operator',
  run: ({ env }) => reply(`deployed ${env}`),
});
let letGo = () => {};
const block = command({
  name: 'block',
  summary: 'Block',
  exclusive: 'the road',
  async run() {
    await new Promise<void>((end) => {
      letGo = end;
    });
    return reply('blocked');
  },
});
const roll = command({ name: 'roll', summary: 'Roll', access: 'member', approve: 'operator', exclusive: 'the road', run: () => reply('rolled') });
const vault = command({ name: 'vault', summary: 'Open it', access: 'operator', approve: 'admin', run: () => reply('open') });
const sure = command({ name: 'sure', summary: 'Sure', confirm: () => 'All of it goes.', approve: { groups: ['ops'] }, run: () => reply('gone') });

const at = { channel: 'paper', bot: 'main', tenant: 't1' } as const;
const id = (user: string) => personId(at, user);
const homeOf = (user: string) => ({ ...at, conversation: `home-${user}`, direct: true, user });
const known = (user: string, over: Partial<Person> = {}): Person => ({
  id: id(user),
  name: user,
  role: 'member',
  locale: 'en',
  timeZone: 'UTC',
  home: homeOf(user),
  ...over,
});

const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const made of worlds.splice(0)) await made.close();
});

/** Ada asks, Bob is an operator, Eve a member. */
const world = (...persons: readonly Person[]) => worldOn(paperChannel(), ...persons);
async function worldOn(paper: ReturnType<typeof paperChannel>, ...persons: readonly Person[]) {
  const made = flowWorld({
    commands: [help, deploy, sure, block, roll, vault, ...skill.commands, ...cancelling.commands],
    channels: [paper],
    services: (parts) => ({
      approvals: approvalBook({ ...parts, issue: issuer(parts) }),
      ...cancelling.services?.({ ...parts, status: undefined } as never),
    }),
  });
  worlds.push(made);
  const put = (person: Person) => made.store.put(people, person.id, person);
  for (const person of [known('ada'), known('bob', { role: 'operator' }), known('eve'), ...persons]) await put(person);

  /** Until all has come to rest, but for so many that run on. */
  async function quiet(runOn = 0): Promise<void> {
    await expect
      .poll(
        async () => {
          const { waiting, running, undelivered } = await made.inbox.depth();
          return waiting.interactive.count + waiting.alert.count + running + undelivered;
        },
        { interval: 2 },
      )
      .toBe(runOn);
  }
  async function says(user: string, said: Parameters<typeof made.inbound>[0], place: object = homeOf(user), runOn = 0): Promise<void> {
    await made.accept(made.inbound(said, { from: { user, name: user }, place: { ...homeOf(user), ...place } }));
    await quiet(runOn);
  }
  /** All messages of a conversation as they stand now. */
  const shown = (conversation: string) => {
    const standing: string[] = [];
    for (const [n, { text, edit, conversation: where }] of paper.sent.entries()) {
      if (where !== conversation) continue;
      if (edit) standing[Number(edit.slice(1))] = text;
      else standing[n + 1] = text;
    }
    return standing.filter((one) => one !== undefined);
  };
  const buttons = (conversation: string) => paper.sent.findLast((one) => one.conversation === conversation && one.tokens.length > 0)?.tokens ?? [];
  const presses = (user: string, n: number, conversation = `home-${user}`, runOn = 0) =>
    says(
      user,
      { kind: 'action', token: buttons(conversation)[n] ?? '' },
      { conversation, direct: conversation.startsWith('home'), message: 'mx' },
      runOn,
    );
  return { ...made, says, presses, shown, quiet, put, at: (user: string) => shown(`home-${user}`) };
}

const request = 'ada asks for a second person’s yes:\ndeploy: Put it online\nenv: prod';

describe('a command that a second person has to approve', () => {
  it('runs once one has, who was asked at home; both messages say so', async () => {
    const { says, presses, at } = await world();
    await says('ada', 'deploy prod');
    expect(at('ada')).toEqual([
      expect.stringMatching(/^deploy needs a second person’s yes. I asked one who can give it, .* it waits until tomorrow at/),
    ]);
    expect(at('bob')).toEqual([expect.stringMatching(new RegExp(`^${request}\nIt waits until tomorrow at`))]);
    expect(at('eve')).toEqual([]);
    await presses('bob', 0);
    expect(at('ada').slice(1)).toEqual(['deployed prod']);
    expect(at('bob')).toEqual([`${request}\n✓ bob approved it.`]);
    await presses('bob', 0);
    expect([at('bob').at(-1), at('ada').slice(1)]).toEqual(['You said yes already, and that counts.', ['deployed prod']]);
  });

  it('is not done at a no, for which a reason is asked', async () => {
    const { says, presses, at } = await world();
    await says('ada', 'deploy prod');
    await presses('bob', 1);
    expect(at('bob').at(-1)).toBe('Why not? Who asked reads it.');
    await says('bob', 'It is Friday');
    expect(at('ada').slice(1)).toEqual(['bob said no to deploy: It is Friday']);
    expect(at('bob')[0]).toBe(`${request}\n✗ bob said no: It is Friday`);
  });

  it('is asked for in the conversation too, where there are others, and shows there what became of it', async () => {
    const { says, presses, shown, at } = await world();
    const group = { conversation: 'g1', direct: false };
    await says('ada', 'deploy prod', group);
    await presses('eve', 0, 'g1');
    expect(shown('g1').at(-1)).toMatch(/^You may not decide this: it needs the role operator/);
    await presses('bob', 0);
    expect(shown('g1')).toEqual([`${request}\n✓ bob approved it.`, expect.anything(), 'deployed prod']);
    expect(at('bob')).toHaveLength(1);
  });

  it('says whom it concerns, where all are known: a channel that can shows its buttons to these alone', async () => {
    const asked = async (...persons: readonly Person[]) => {
      const { says, inbox } = await world(...persons);
      await says('ada', 'deploy prod', { conversation: 'g1', direct: false });
      const [waiting] = await inbox.list({ openOf: { channel: 'paper', tenant: 't1', user: 'ada' } }, 10);
      return waiting?.replies[0]?.concerns?.map(({ channel, tenant, user }) => [channel, tenant, user]);
    };
    expect(await asked(known('carl', { role: 'admin' }))).toEqual(expect.arrayContaining(['bob', 'carl'].map((user) => ['paper', 't1', user])));
    const { home: _, ...nowhere } = known('carl', { role: 'admin' });
    expect(await asked(nowhere)).toBeUndefined();
    expect(await asked(...Array.from({ length: 10 }, (_, n) => known(`o${n}`, { role: 'operator' })))).toBeUndefined();
  });

  it('is asked for after its own questions, and both are shown what the definition says', async () => {
    const { says, presses, at } = await world(known('carl', { groups: ['ops'] }));
    await says('ada', 'sure');
    expect(at('carl')).toEqual([]);
    await says('ada', 'yes');
    await says('ada', 'help');
    expect(at('carl')[0]).toMatch(/All of it goes/);
    expect(at('bob')).toEqual([]);
    await presses('carl', 0);
    expect(at('ada').at(-1)).toBe('gone');
  });

  it('is not approved by who asked, also not as another of their identities', async () => {
    const linked = known('ada2', { role: 'operator', linkedTo: id('ada') });
    const { says, presses, shown } = await world(known('ada', { role: 'operator', identities: [id('ada2')] }), linked);
    const group = { conversation: 'g1', direct: false };
    await says('ada', 'deploy prod', group);
    await presses('ada', 0, 'g1');
    expect(shown('g1').at(-1)).toMatch(/^You asked for this yourself/);
    await presses('ada2', 0, 'g1');
    expect(shown('g1').filter((one) => one.startsWith('You asked for this yourself'))).toHaveLength(2);
    expect(shown('g1')).not.toContain('deployed prod');
  });

  it('is approved once: the second is told who was first, and the same one that they did', async () => {
    const { says, presses, at } = await world(known('carl', { role: 'admin' }));
    await says('ada', 'deploy prod');
    await Promise.all([presses('bob', 0), presses('carl', 0)]);
    expect(at('ada').filter((one) => one === 'deployed prod')).toHaveLength(1);
    expect([...at('bob'), ...at('carl')].filter((one) => /said yes already, and that counts/.test(one))).toHaveLength(1);
  });

  it('is not done when nobody decides in time, and a press after that is too late', async () => {
    const { says, presses, at, later, inbox, quiet, inbound, accept } = await world();
    await says('ada', 'deploy prod');
    later(86_400_000 + 1);
    await presses('bob', 0);
    expect(at('bob').at(-1)).toMatch(/^You are too late/);
    // The inbox wakes it by its alarm, which counts the machine's time.
    const [waiting] = await inbox.list({ openOf: { channel: 'paper', tenant: 't1', user: 'ada' } }, 10);
    if (waiting) await inbox.wake(waiting.command.id, {});
    await quiet();
    await accept(inbound('help'));
    await quiet();
    expect(at('ada').at(-1)).toBe('Nobody approved deploy in time, so it was not done.');
    expect(at('bob')[0]).toBe(`${request}\nNobody decided in time, so it was not done.`);
  });

  it('is not done when who approved it, or who asked for it, may not any more', async () => {
    const { says, presses, at, put, shown } = await world();
    await says('ada', 'deploy prod');
    await put(known('bob'));
    await presses('bob', 0);
    expect(at('bob').at(-1)).toMatch(/^You may not decide this/);
    await put(known('bob', { role: 'operator' }));
    await put(known('ada', { role: 'guest' }));
    await presses('bob', 0, 'home-bob');
    expect(shown('home-ada').at(-1)).toMatch(/^Sorry, you may not run deploy/);
  });

  it('is not done when who approved it may not any more by the time that its turn comes; who is next has it', async () => {
    const { says, presses, at, put, quiet } = await world(known('carl', { role: 'admin' }));
    await says('carl', 'block', undefined, 1);
    for (const [asks, approves] of [['ada', 'bob'] as const, ['eve', 'carl'] as const]) {
      await says(asks, 'roll', undefined, 1);
      await presses(approves, 0, undefined, 1);
    }
    const [, ...waits] = at('ada');
    expect(waits).toEqual([expect.stringMatching(/^carl has the road just now; roll follows/)]);
    await put(known('bob'));
    letGo();
    await quiet();
    expect([at('ada').at(-1), at('eve').at(-1)]).toEqual([expect.stringMatching(/^bob approved roll, but may not do so any more/), 'rolled']);
  });

  it('asks no household again who speaks once the yes has come: they proved it when they asked', async () => {
    const { says, presses, at, put, later, clock } = await worldOn(
      paperChannel({ can: { ...paperChannel().can, voice: true } }),
      known('carl', { role: 'admin', voice: 'v1' }),
    );
    await put(known('ada', { role: 'operator', provenUntil: clock.now() + 60_000 }));
    await says('ada', 'vault');
    later(60_001);
    await presses('carl', 0);
    expect(at('ada').at(-1)).toBe('open');
  });

  it('says all of it in the language of each', async () => {
    const { accept, inbound, quiet, at, says, presses } = await world(known('bob', { role: 'operator', locale: 'de' }));
    await accept(inbound('deploy prod', { from: { user: 'ada', name: 'ada' }, place: homeOf('ada'), locale: 'de' }));
    await quiet();
    expect(at('ada')[0]).toMatch(/^deploy braucht das Ja einer zweiten Person. Ich habe jemanden gefragt/);
    expect(at('bob')[0]).toMatch(/^ada bittet um das Ja einer zweiten Person:\n.*\n.*\nDarauf wird gewartet bis morgen/);
    await presses('bob', 1);
    expect(at('bob').at(-1)).toBe('Warum nicht? Wer darum bat, liest es.');
    await says('bob', 'Freitag');
    expect(at('ada').at(-1)).toBe('bob hat deploy abgelehnt: Freitag');
    expect(at('bob')[0]).toMatch(/✗ bob hat abgelehnt: Freitag$/);
  });

  it('is refused at once where there is nobody else to ask', async () => {
    const { says, at, put } = await world();
    await put(known('bob'));
    await says('ada', 'deploy prod');
    expect(at('ada')).toEqual([expect.stringMatching(/^deploy needs the yes of a second person with the role operator, and I know nobody else/)]);
  });

  it('can be cancelled while it waits; a yes comes to nothing then', async () => {
    const { says, presses, at } = await world();
    await says('ada', 'deploy prod');
    await says('ada', 'cancel');
    expect(at('ada').at(-1)).toBe('Cancelled: deploy prod.');
    await presses('bob', 0);
    expect(at('bob').at(-1)).toMatch(/^It is over/);
    expect(at('ada')).not.toContain('deployed prod');
  });
});
