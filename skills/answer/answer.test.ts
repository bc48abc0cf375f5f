import { afterEach, describe, expect, it } from 'vitest';
import type { CommandId, Raw } from '../../shared/command/command.ts';
import { keptBook } from '../../shared/flow/kept.ts';
import { toldBook } from '../../shared/flow/told.ts';
import { personId } from '../../shared/people/person.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const place = { channel: 'speaker', bot: 'main', tenant: 't1', conversation: 'c1', direct: true };
const ada = personId(place, 'ada');

/** Ada, who asks where nothing can be sent to, on Wednesday 10 June 2026, 14:00 in Berlin. */
function open() {
  const bell = openSkills(everySkill);
  opened.push(bell);
  const asking = (id?: string) => ({ place, user: 'ada', ...(id === undefined ? {} : { id }) });
  let count = 0;
  return {
    ...bell,
    words: (answer: Reply | readonly Reply[]) => [answer].flat().map(({ text }) => plain(text)),
    /** A command of hers that could not be answered; it ends with these replies, or goes on. */
    async kept(replies: readonly Reply[] | null, raw: Raw = { text: 'check' }): Promise<void> {
      const id = `kept-${++count}` as CommandId;
      const now = bell.clock.now();
      const command = {
        id,
        name: 'check',
        raw,
        from: { user: 'ada' },
        place,
        priority: 'interactive',
        saidAt: now,
        acceptedAt: now,
        trace: id,
      } as const;
      const accepted = await bell.inbox.accept(command, { lease: true });
      if (accepted.known || !accepted.taken) throw new Error('not taken');
      if (replies) await bell.inbox.finish(accepted.taken, { state: 'done', replies }, { delivered: true });
      await keptBook(bell.store, bell.clock).keep(ada, id);
    },
    ask: (id?: string) => bell.say('what was the answer', asking(id)) as Promise<Reply | readonly Reply[]>,
    launch: (id?: string) => bell.run('welcome', {}, asking(id)),
  };
}

describe('what was the answer', () => {
  it('is told as it was given', async () => {
    const { kept, ask, words } = open();
    await kept([reply('It is up', { speech: 'Up.' })]);
    const told = await ask();
    expect(words(told)).toEqual(['It is up']);
    expect([told].flat()[0]?.speech).toBe('Up.');
  });

  it('is told again for a day, when nothing else waits', async () => {
    const { kept, ask, words, clock } = open();
    await kept([reply('It is up')]);
    await ask();
    expect(words(await ask())).toEqual(['It is up']);
    await clock.advance(86_400_000);
    expect(words(await ask())[0]).toContain('no answer waiting');
  });

  it('is still being worked on', async () => {
    const { kept, ask, words } = open();
    await kept(null);
    expect(words(await ask())[0]).toContain('still working on it');
    expect(words(await ask())[0]).toContain('still working on it');
  });

  it('is a list when there are several, each with its time, and what does not fit comes next', async () => {
    const { kept, ask, words, clock, press } = open();
    for (let i = 1; i <= 6; i++) {
      await kept([reply(`Answer ${i}`)]);
      await clock.advance(60_000);
    }
    const told = (await ask()) as Reply;
    expect(words(told)).toEqual([`I kept this for you:\n${[1, 2, 3, 4, 5].map((i) => `Today at 14:0${i - 1}: Answer ${i}`).join('\n')}`]);
    expect(told).toMatchObject({ asks: true, actions: [{ label: 'Tell me the rest' }] });
    const rest = await press(told.actions?.[0], { place, user: 'ada' });
    expect(words(rest)).toEqual(['Answer 6']);
  });

  it('is nothing of a command whose record has been deleted', async () => {
    const { store, clock, ask, words } = open();
    await keptBook(store, clock).keep(ada, 'gone' as CommandId);
    expect(words(await ask())[0]).toContain('no answer waiting');
  });
});

describe('more of a long answer', () => {
  it('is its next part, and of that the next again; where nothing was told there is none', async () => {
    const { kept, run, store, clock, words } = open();
    const more = () => run('more', {}, { place, user: 'ada' });
    expect(words(await more())).toEqual(['There is no more of it.']);
    await kept([reply('First'), reply('Long', { about: 'x', actions: [] })]);
    await toldBook({ store, clock }).keep(place, { command: 'kept-1' as CommandId, reply: 1 }, reply('Long'), 's');
    expect(await more()).toEqual({ ...reply('Long', { actions: [] }), page: 1 });
    await kept([reply('Long', { page: 1 })]);
    await toldBook({ store, clock }).keep(place, { command: 'kept-2' as CommandId, reply: 0 }, reply('Long'), 's');
    expect(await more()).toMatchObject({ page: 2 });
  });
});

describe('opening a conversation', () => {
  it('tells what was kept while they were away, and when, with its buttons; once', async () => {
    const { kept, launch, words, clock } = open();
    await kept([reply('Reminder: stretch', { speech: 'Reminder: stretch', actions: [{ label: 'Again', command: 'remind', args: {} }] })]);
    await clock.advance(3_600_000);
    const told = await launch();
    expect(words(told)).toEqual(['While you were away, today at 14:00: Reminder: stretch']);
    expect(told).toMatchObject({ speech: 'While you were away, today at 14:00: Reminder: stretch', asks: true, actions: [{ label: 'Again' }, {}] });
    expect(words(await launch())[0]).toMatch(/^Hello, I am Bellhop/);
  });

  it('tells several in a row, as much as one listens to', async () => {
    const { kept, launch } = open();
    const long = 'a thing to think of that takes long to tell '.repeat(20);
    for (const what of ['stretch', long, long, long]) await kept([reply(`Reminder: ${what}`)]);
    const told = await launch();
    expect(told.speech).toMatch(/^While you were away\. Today at 14:00: Reminder: stretch\. Today at 14:00: Reminder: a thing/);
    expect(told.speech?.length).toBeLessThan(600);
    expect(told.actions).toMatchObject([{ label: 'Tell me the rest' }]);
  });

  it('tells the same again when its run died and runs anew', async () => {
    const { kept, launch, words } = open();
    await kept([reply('Reminder: stretch')]);
    const first = await launch('one launch');
    expect(words(await launch('one launch'))).toEqual(words(first));
    expect(words(await launch())[0]).toMatch(/^Hello/);
  });

  it('says that it is still working, where it is', async () => {
    const { kept, launch, words } = open();
    await kept(null);
    expect(words(await launch())[0]).toMatch(/^Hello, I am Bellhop\. I am still working on what you asked\. Try/);
  });

  it('tells no greeting that came too late, but what that was to tell', async () => {
    const { kept, launch, words } = open();
    await kept([reply('Hello, I am Bellhop.')], {});
    expect(words(await launch())[0]).toMatch(/^Hello, I am Bellhop\. Try/);
    await kept([reply('While you were away, today at 13:00: Reminder: stretch', { about: 'kept' })], {});
    expect(words(await launch())).toEqual(['While you were away, today at 13:00: Reminder: stretch']);
  });
});
