import { afterEach, expect, it } from 'vitest';
import { type Person, people } from '../../shared/people/person.ts';
import { plain } from '../../shared/reply/text.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';

const opened: OpenSkills[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

function open(): OpenSkills {
  const one = openSkills(everySkill);
  opened.push(one);
  return one;
}

it('whoami tells identity, role, zone, language and channel, to that person alone', async () => {
  const said = await open().say('who am I?', { person: { name: 'Ada', role: 'operator' } });
  expect(said).toMatchObject({ text: 'You are Ada.', visibility: 'private' });
  expect(Object.fromEntries(said.fields?.map(({ name, value }) => [name, plain(value)]) ?? [])).toEqual({
    Identity: 'slack/t1/u1',
    Role: 'operator',
    Channel: 'slack (t1)',
    'Your id there': 'u1',
    'Time zone': 'Europe/Berlin',
    Language: 'en',
    'Now, for you': '14:00',
  });
});

it('timezone keeps the zone that a person chose, and the rest of what is known of them', async () => {
  const bell = open();
  const { person } = bell.contextOf('timezone', {});
  await bell.store.put(people, person.id, { ...person, role: 'admin', name: 'Ada' });
  const said = await bell.say('my time zone is New York');
  expect(plain(said.text)).toContain('Your time zone is America/New_York now. It is 08:00 there.');
  expect((await bell.store.get(people, person.id))?.value).toEqual({
    ...person,
    role: 'admin',
    name: 'Ada',
    timeZone: 'America/New_York',
    zoneChosen: true,
  });
});

it('timezone stands above what is written at the same moment', async () => {
  const bell = open();
  const { person } = bell.contextOf('timezone', {});
  const learn = (name: string) => bell.store.put<Person>(people, person.id, { ...person, name });
  await Promise.all([learn('A'), bell.say('timezone Tokyo'), bell.say('timezone Tokyo'), bell.say('timezone Tokyo')]);
  expect((await bell.store.get(people, person.id))?.value).toMatchObject({ timeZone: 'Asia/Tokyo', zoneChosen: true });
});

it('timezone says what to do when a zone is unknown, or only an offset', async () => {
  await expect(open().say('timezone Atlantis')).rejects.toThrow('Tell me a large city in it');
  await expect(open().say('timezone UTC+2')).rejects.toThrow('An offset changes with summer time');
});
