import { afterEach, describe, expect, it } from 'vitest';
import { type PersonId, people } from '../../shared/people/person.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

async function open() {
  const bell = openSkills(everySkill);
  opened.push(bell);
  const id = 'slack/t1/u1' as PersonId;
  await bell.store.put(people, id, { id, name: 'Ada', role: 'member', locale: 'en', timeZone: 'Europe/Berlin' });
  const report = (what: string, state: 'open' | 'update' | 'close', why: string) =>
    bell.run('incident', { args: { key: `check/${what}`, state, what, why } }, { person: { id, name: 'Ada' } });
  /** What the last alert that was issued says. */
  const told = (locale = 'en') => {
    const last = bell.issued.filter(({ name }) => name === 'alert').at(-1);
    return bell.run('alert', last?.raw ?? {}, { person: { locale } });
  };
  const ask = async (words: string, name = 'Ada') => plain((await bell.say(words, { person: { id, name } })).text);
  return { ...bell, report, told, ask };
}

describe('an incident', () => {
  it('is one message that shows what is wrong, who has it, and that it is over', async () => {
    const { report, told, ask, clock } = await open();
    await report('example.com', 'open', 'refused the connection');
    const fresh = await told();
    expect(fresh).toMatchObject({ text: 'example.com: refused the connection', severity: 'error', about: expect.stringMatching(/^incident:/) });
    expect(fresh.actions?.map(({ label }) => label)).toEqual(['I have it', 'Timeline']);
    expect(fresh.speech).toBe('example.com: refused the connection. Say acknowledge, and it is yours.');
    expect(await ask('ack')).toBe('It is yours: example.com. I tell nobody else.');
    expect(await told()).toMatchObject({ text: 'Ada has it: example.com', about: fresh.about });
    await clock.advance(90_000);
    await report('example.com', 'close', 'is up');
    expect(await told()).toMatchObject({ text: 'example.com is fine again, after 1 minute 30 seconds.', severity: 'success', about: fresh.about });
    expect(await ask('ack')).toBe('Nothing is down.');
  });

  it('is told in German to who speaks it', async () => {
    const { report, told } = await open();
    await report('example.com', 'open', 'antwortet nicht');
    expect((await told('de')).actions?.map(({ label }) => label)).toEqual(['Ich übernehme', 'Verlauf']);
  });

  it('that somebody has already is told so to the second', async () => {
    const { report, ask } = await open();
    await report('example.com', 'open', 'x');
    await ask('ack');
    const { say } = opened[0] as OpenSkills;
    const bob = 'slack/t1/u2' as PersonId;
    expect(plain((await say('ack', { user: 'u2', person: { id: bob, name: 'Bob' } })).text)).toMatch(
      /^Ada has had it since today at 14:00: example.com/,
    );
  });

  it('is given back, and told anew', async () => {
    const { report, ask, issued } = await open();
    await report('example.com', 'open', 'x');
    await ask('ack');
    expect(await ask('release')).toBe('Nobody has it now: example.com. I tell it anew.');
    expect(issued.at(-1)?.raw.args?.how).toBe('anew');
    expect(await ask('release')).toBe('Nobody has that one, so there is nothing to give back.');
  });

  it('has a timeline, also when it is over', async () => {
    const { report, say, ask, clock } = await open();
    await report('example.com', 'open', 'refused the connection');
    await clock.advance(60_000);
    await ask('ack');
    await report('example.com', 'close', 'is up');
    const { table } = await say('timeline example');
    expect(table?.rows).toEqual([
      ['today at 14:00', '', 'opened: refused the connection'],
      ['today at 14:00', '', 'told: slack'],
      ['today at 14:01', '+1 minute', 'taken by: Ada'],
      ['today at 14:01', '+1 minute', 'over: is up'],
    ]);
  });
});

describe('what is down', () => {
  it('is listed, oldest first, with who has it, and taken by its number or its words', async () => {
    const { report, say, ask, clock } = await open();
    expect(await ask('what is down')).toBe('Nothing is down.');
    await report('example.com', 'open', 'refused the connection');
    await clock.advance(60_000);
    await report('example.org', 'open', 'answers 503');
    const list = await say('what is down');
    expect(list.table?.rows).toEqual([
      ['1', 'example.com', 'today at 14:00', 'refused the connection', 'nobody yet'],
      ['2', 'example.org', 'today at 14:01', 'answers 503', 'nobody yet'],
    ]);
    expect(list.speech).toBe('2 things are down. Number 1: example.com, for 1 minute, nobody yet. Number 2: example.org, for 0 seconds, nobody yet.');
    const asked = await say('ack');
    expect(asked.actions?.map(({ label }) => label)).toEqual(['example.com', 'example.org']);
    expect(await ask('ack 2')).toBe('It is yours: example.org. I tell nobody else.');
    expect(await ask('ack com')).toBe('It is yours: example.com. I tell nobody else.');
  });
});

it('a test alert takes the way of a real one, and ends when it is taken', async () => {
  const { ask, told } = await open();
  expect(await ask('test alert')).toBe('A test alert is on its way. Take it, and it ends.');
  expect(plain((await told()).text)).toBe('A test: somebody tries whether alerts get through');
  await ask('ack');
  expect(await ask('what is down')).toBe('Nothing is down.');
});
