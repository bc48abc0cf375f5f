import { afterEach, describe, expect, it } from 'vitest';
import { command } from '../../shared/command/define.ts';
import { Instead } from '../../shared/command/instead.ts';
import { duration, text } from '../../shared/command/kinds/index.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';

const water = command({ name: 'water', summary: 'Water it', params: { plant: text(), span: duration() }, run: () => reply('wet') });
const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

function open(): OpenSkills {
  const one = openSkills(everySkill);
  opened.push(one);
  return one;
}

const words = (reply: Reply) => plain(reply.text);
const labels = (reply: Reply) => reply.actions?.map(({ label }) => label);

describe('home', () => {
  it('tells what is going on, of a table its rows too', async () => {
    const sites = command({
      name: 'sites',
      summary: 'What is down',
      onHome: true,
      run: () => reply('One is down', { table: { columns: [{ title: '#' }, { title: 'Site' }, { title: 'By' }], rows: [['1', 'example.com', '']] } }),
    });
    const bell = openSkills([...everySkill, { name: 'sites', commands: [sites] }]);
    opened.push(bell);
    expect(words(await bell.run('home', {}))).toContain('What is down\nOne is down\n1 – example.com');
  });
});

describe('suggest', () => {
  it('offers examples of what the person may run, as they would say them, and help', async () => {
    const { actions = [] } = await open().run('suggest', {});
    expect(actions.map(({ command }) => command).at(-1)).toBe('help');
    expect(actions).toHaveLength(4);
    expect(actions[0]).toMatchObject({ args: { '*': expect.stringContaining(' ') } });
    const german = await open().run('suggest', {}, { person: { locale: 'de' } });
    expect(german.actions?.map(({ label }) => label)).not.toEqual(actions.map(({ label }) => label));
  });
});

describe('help', () => {
  it('lists what there is, with an example each, and nothing hidden', async () => {
    const said = await open().say('help');
    for (const line of [
      'check – Check whether a site is up: check example.com',
      'remind – Remind you of something: remind me in 20 minutes to stretch',
      'whoami',
    ])
      expect(words(said)).toContain(line);
    for (const hidden of ['welcome', 'stop', 'reminder_due', 'worked']) expect(words(said)).not.toContain(hidden);
  });

  it('lists only what the person may run', async () => {
    const { command } = await import('../../shared/command/define.ts');
    const admins = command({ name: 'purge', summary: 'Purge all', access: 'admin', run: () => undefined });
    const bell = openSkills([...everySkill, { name: 'purge', commands: [admins] }]);
    opened.push(bell);
    expect(words(await bell.say('help'))).not.toContain('purge');
    expect(words(await bell.say('help purge'))).toContain("I don't know “purge”");
    expect(labels(await bell.say('purg'))).not.toContain('purge');
    expect(words(await bell.say('help', { person: { role: 'admin' } }))).toContain('purge – Purge all');
  });

  it('shows one command in depth', async () => {
    const said = await open().say('help check');
    expect(words(said)).toBe('check: Check whether a site is up');
    const shown = Object.fromEntries(said.fields?.map(({ name, value }) => [name, plain(value)]) ?? []);
    expect(shown).toMatchObject({
      Say: expect.stringContaining('is {site} up'),
      site: 'The address to look at (a web address; asked for when left out)',
    });
    expect(shown.Examples).toContain('check example.com');
  });

  it('shows a few ways to say it, not every one', async () => {
    const { fields = [] } = await open().say('help remind');
    const ways = plain(fields.find(({ name }) => name === 'Say')?.value ?? '').split('\n');
    expect(ways.slice(0, 2)).toEqual(['remind me {when} to {what}', 'remind me to {what} {when}']);
    expect(ways.at(-1)).toMatch(/^and \d+ more ways$/);
    expect(ways.length).toBeLessThanOrEqual(7);
  });

  it('offers to run what needs no more words', async () => {
    const bell = open();
    expect((await bell.say('help status')).actions).toMatchObject([{ command: 'status', args: {} }]);
    expect((await bell.say('help check')).actions).toBeUndefined();
  });

  it('keeps a voice listening', async () => {
    const said = await open().say('help');
    expect(said).toMatchObject({ asks: true, speech: expect.stringContaining('You can say, for example: check example.com') });
  });
});

describe('in German', () => {
  const person = { locale: 'de-DE' };

  it('lists and explains what there is', async () => {
    const all = words(await open().say('Was kannst du?', { person }));
    expect(all).toContain('Das kann ich.');
    expect(all).toContain('remind – Erinnert dich an etwas: erinnere mich in 20 Minuten an Tee');
    const one = await open().say('hilfe zu forget', { person });
    expect(words(one)).toBe('forget: Vergisst eine Erinnerung');
    expect(one.fields?.map(({ name, value }) => `${name}: ${plain(value)}`)).toEqual([
      'Sag: vergiss {which}\nvergiss erinnerung {which}\nvergiss die erinnerung {which}\nlösche erinnerung {which}',
      'which: Ihre Nummer oder Worte darin (Worte; fehlt es, frage ich)',
      'Beispiele: vergiss 1\nvergiss Tee',
    ]);
  });

  it('says what it does not know', async () => {
    const said = await open().say('remnd', { person });
    expect(words(said)).toBe('„remnd“ kenne ich nicht. Meinst du remind?');
    expect(said.actions?.map(({ label }) => label)).toEqual(['remind', 'Hilfe']);
  });
});

describe('words not understood', () => {
  it('come with the closest command, as a button that has the rest of the words', async () => {
    const said = await open().say('chek example.com');
    expect(words(said)).toBe("I don't know “chek example.com”. Did you mean check example.com?");
    expect(said.actions?.[0]).toEqual({ label: 'check example.com', command: 'check', args: { site: 'https://example.com/' } });
  });

  it('come with it also where more is to be asked for', async () => {
    const bell = openSkills([...everySkill, { name: 'garden', commands: [water] }]);
    opened.push(bell);
    expect((await bell.say('watr ficus')).actions?.[0]).toEqual({ label: 'water ficus', command: 'water', args: { plant: 'ficus' } });
  });

  it('come with several when several are close', async () => {
    const said = await open().say('rem');
    expect(words(said)).toBe("I don't know “rem”. Did you mean one of these?");
    expect(labels(said)).toEqual(['remind', 'reminders', 'Help']);
  });

  it('come with the way to help when nothing is close', async () => {
    const said = await open().say('zzzzzzzz qqq');
    expect(words(said)).toBe("I don't know “zzzzzzzz qqq”. help shows what I can do.");
    expect(labels(said)).toEqual(['Help']);
  });

  it('are told back shortened, and never as marks', async () => {
    const said = await open().say(`*bold* <!channel> ${'x'.repeat(3_000)}`);
    expect(words(said).length).toBeLessThan(200);
    expect(said.text).toEqual(expect.arrayContaining([expect.stringContaining('*bold* <!channel>')]));
  });

  it('are told apart from a question for help', async () => {
    const bell = open();
    for (const asked of ['help', 'Help!', 'help check', 'what can you do?']) expect(words(await bell.say(asked))).not.toContain("I don't know");
    expect(words(await bell.say('helpless'))).toContain("I don't know “helpless”");
    expect(words(await bell.say('help nonsense'))).toContain("I don't know “nonsense”");
  });
});

it('greets with three things to try, and keeps the session open', async () => {
  const said = await open().run('welcome', {}, { person: { name: 'Ada' } });
  expect(words(said)).toContain('Hello Ada, I am Bellhop.');
  expect(words(said).split('\n')).toHaveLength(4);
  expect(said.asks).toBe(true);
});

it('says goodbye, and lets the session end', async () => {
  expect(await open().run('stop', {})).toEqual({ text: 'Goodbye.', speech: 'Goodbye.' });
});

describe('a beginning of a name', () => {
  const meantBy = (line: string) =>
    open()
      .say(line)
      .then(words, (thrown) => (thrown instanceof Instead ? thrown.meant.raw.text : Promise.reject(thrown)));

  it('that is no other’s is that command, where it only looks', async () => {
    expect(await meantBy('stat')).toBe('status');
    expect(await meantBy('HIST mine')).toBe('history mine');
  });

  it.each([
    ['timez Berlin', 'it changes something'],
    ['remin', 'two begin so'],
    ['st', 'it is too short'],
    ['runn of the mill', 'the words behind it are none of its'],
    ['his dog is here', 'the words behind it don’t fit'],
  ])('“%s” runs nothing: %s', async (line) => expect(await meantBy(line)).toContain(`“${line}”`));
});
